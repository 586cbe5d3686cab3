// SPDX-License-Identifier: Apache-2.0
// What a new customer starts from (config/domains): served without a fault, and each pattern keeps to itself.
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

#include "parley/config/load_organizations.hpp"
#include "parley/router/intent_router.hpp"
#include "parley/tenants/tenant_keeper.hpp"

namespace parley {
namespace {

const std::string kDomains = PARLEY_SOURCE_DIR "/config/domains";

const LoadedOrganizations& templates() {
  static const LoadedOrganizations kLoaded = load_organizations(kDomains);
  return kLoaded;
}

TEST(DomainTemplates, TheSixAreThereWithoutFault) {
  for (const auto& fault : templates().faults) ADD_FAILURE() << to_string(fault);
  std::set<std::string> keys;
  for (const auto& domain : templates().organizations) keys.insert(domain.key.value);
  EXPECT_EQ(keys, (std::set<std::string>{"home-services", "hotel", "insurance", "pharmacy", "restaurant", "retail"}));
}

TEST(DomainTemplates, NoneTakesAKeyOrANumberOfTheShippedOrganizations) {
  std::set<std::string> taken;
  for (const auto& shipped : load_organizations(PARLEY_SOURCE_DIR "/config/organizations").organizations) {
    taken.insert(shipped.key.value);
    taken.insert(shipped.numbers.begin(), shipped.numbers.end());
  }
  ASSERT_FALSE(taken.empty());
  for (const auto& domain : templates().organizations) {
    EXPECT_FALSE(taken.contains(domain.key.value)) << domain.key.value;
    for (const auto& number : domain.numbers) EXPECT_FALSE(taken.contains(number)) << number;
  }
}

class DomainTemplate : public ::testing::TestWithParam<std::string> {
 protected:
  DomainTemplate() {
    for (const auto& domain : templates().organizations)
      if (domain.key.value == GetParam()) organization_ = domain;
    auto checked = check_organization(organization_, {});
    for (const auto& fault : checked.faults) ADD_FAILURE() << fault;
    if (checked.served) router_ = checked.served->router;
  }
  void SetUp() override { ASSERT_TRUE(router_); }

  std::string answered_by(const std::string& text) const { return router_->route({text}).pattern; }

  Organization organization_;
  std::shared_ptr<const IntentRouter> router_;
};

TEST_P(DomainTemplate, IsCompleteEnoughToAnswerCallsAsItIs) {
  EXPECT_FALSE(organization_.greeting.empty());
  EXPECT_FALSE(organization_.farewell.empty());
  EXPECT_FALSE(organization_.hours.by_weekday.empty());
  EXPECT_FALSE(organization_.phrases.empty());
  std::size_t own = 0, offered = 0;  // besides greeting, thanks and the like, which every organization has
  const std::set<std::string> everybodys{"person", "greeting", "farewell", "thanks", "repeat"};
  for (const auto& pattern : organization_.patterns) {
    own += everybodys.contains(pattern.key) ? 0 : 1;
    offered += pattern.offers.empty() ? 0 : 1;
    EXPECT_GE(pattern.examples.size(), everybodys.contains(pattern.key) ? 8U : 12U) << pattern.key;
    EXPECT_GE(pattern.keywords.size(), 1U) << pattern.key;
    EXPECT_FALSE(pattern.reply.empty()) << pattern.key;
    for (const auto& rule : pattern.keywords) EXPECT_TRUE(rule.max_words) << pattern.key;
  }
  EXPECT_GE(own, 14U);
  EXPECT_GE(offered, 14U);
}

TEST_P(DomainTemplate, AnswersEachExampleExactlyAndNoOtherPatternWouldByItsRules) {
  for (const auto& pattern : organization_.patterns)
    for (const auto& example : pattern.examples) {
      const auto decision = router_->route({example});
      EXPECT_EQ(decision.pattern, pattern.key) << example;
      EXPECT_EQ(decision.method, RouteMethod::exact) << example;
      for (const auto& candidate : decision.candidates)
        EXPECT_TRUE(candidate.method != RouteMethod::keyword || candidate.pattern == pattern.key)
            << example << ": a keyword rule of " << candidate.pattern << " fires";
    }
}

// Without the examples: what the rules alone do for callers who put it in those words.
TEST_P(DomainTemplate, ItsRulesAloneKnowTwoOfTenExamplesAndMistakeNone) {
  auto bare = organization_;
  std::size_t asked = 0, right = 0;
  for (auto& pattern : bare.patterns) pattern.examples.clear();
  const auto rules = create_rule_router(bare);
  ASSERT_TRUE(rules);
  for (const auto& pattern : organization_.patterns)
    for (const auto& example : pattern.examples) {
      const auto answer = (*rules)->route({example}).pattern;
      asked += 1;
      right += answer == pattern.key ? 1 : 0;
      EXPECT_TRUE(answer.empty() || answer == pattern.key) << example << " -> " << answer;
    }
  EXPECT_GE(10 * right, 2 * asked) << right << " of " << asked;
}

TEST_P(DomainTemplate, QuestionsThatOnlyContainAKeywordAreAnsweredByNothing) {
  for (const char* text : {"do you open on the day after thanksgiving", "i do not want your hours",
                           "why were you closed last week", "what if i am late because you close early",
                           "how do i become a manager at a place like yours", "is your address older than the bridge",
                           "my cousin said your prices went up last year", "the recording of my voice is not yours"})
    EXPECT_EQ(answered_by(text), "") << text;
}

std::string name_of(const ::testing::TestParamInfo<std::string>& domain) {
  std::string name = domain.param;
  std::erase(name, '-');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Each, DomainTemplate,
                         ::testing::Values("restaurant", "pharmacy", "hotel", "retail", "home-services", "insurance"),
                         name_of);

struct Border {
  const char* domain;
  const char* text;
  const char* pattern;  // empty: none may answer
};

// Neighbours that callers confuse, in words that are no examples.
TEST(DomainTemplates, NeighboursKeepTheirBorders) {
  for (const auto& [domain, text, pattern] : {
           Border{"restaurant", "do you have any seafood", "menu"},
           Border{"restaurant", "i would like to cancel the reservation for tomorrow night", "cancel_reservation"},
           Border{"restaurant", "i need to book a table for five people tonight", "reservation"},
           Border{"restaurant", "my delivery never arrived", ""},
           Border{"restaurant", "do you deliver babies", ""},
           Border{"pharmacy", "what is in the flu shot", ""},
           Border{"hotel", "do you sell pool tables", ""},
           Border{"retail", "how do i return to the home page", ""},
           Border{"home-services", "is it legal to do my own electrical work", ""},
           Border{"insurance", "the tow truck damaged my car", ""},
           Border{"pharmacy", "i would like to get a refill on my prescription", "refill"},
           Border{"pharmacy", "can you tell me if my medication is ready to pick up", "prescription_status"},
           Border{"pharmacy", "i would like to transfer all my prescriptions from another pharmacy",
                  "transfer_prescription"},
           Border{"pharmacy", "i do not need a refill", ""},
           Border{"hotel", "do you have any rooms available for tonight", "availability"},
           Border{"hotel", "i would like to book a room for next friday", "booking"},
           Border{"hotel", "i would like to cancel my reservation for friday", "cancellation"},
           Border{"hotel", "is my room ready", ""},
           Border{"retail", "i want to return a jacket i bought", "returns"},
           Border{"retail", "i would like to check the status of my order", "order_status"},
           Border{"retail", "do you ship to hawaii", "shipping"},
           Border{"retail", "why was my order cancelled", ""},
           Border{"home-services", "what time is the plumber coming", "technician_arrival"},
           Border{"home-services", "i would like to schedule an appointment for next week", "appointment"},
           Border{"home-services", "i smell gas and i do not know what to do", "emergency"},
           Border{"home-services", "i do not smell gas anymore", ""},
           Border{"insurance", "i would like to file a claim", "claim_start"},
           Border{"insurance", "can you give me an update on my claim", "claim_status"},
           Border{"insurance", "i was just in a car accident", "accident"},
           Border{"insurance", "will my rate go up after an accident", ""},
       })
    for (const auto& organization : templates().organizations)
      if (organization.key.value == domain) {
        const auto router = create_rule_router(organization);
        ASSERT_TRUE(router) << domain;
        EXPECT_EQ((*router)->route({text}).pattern, pattern) << domain << ": " << text;
      }
}

}  // namespace
}  // namespace parley
