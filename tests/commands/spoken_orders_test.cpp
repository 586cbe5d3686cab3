// SPDX-License-Identifier: Apache-2.0
#include "parley/commands/spoken_orders.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace parley {
namespace {

constexpr auto kDomain = R"(context:
  expressions:
    order:
      - "[get me, I want] [a, an] $size:size $drink:drink with $milk:milk"
      - "[get me] $drink:drink"
  slots:
    size:
      - "small"
      - "medium"
    drink:
      - "coffee"
      - "iced coffee"
    milk:
      - "milk"
)";

TEST(SpokenOrders, ReadsExpressionsAndSlots) {
  const auto domain = parse_order_domain(kDomain);
  EXPECT_EQ(domain.expressions.size(), 2U);
  const std::map<std::string, std::vector<std::string>> slots = {
      {"size", {"small", "medium"}}, {"drink", {"coffee", "iced coffee"}}, {"milk", {"milk"}}};
  EXPECT_EQ(domain.slots, slots);
}

TEST(SpokenOrders, ExpandsEveryChoiceAndIsTheSameEveryTime) {
  const auto domain = parse_order_domain(kDomain);
  const auto sentences = expand_orders(domain, 200, 1);
  EXPECT_EQ(sentences, expand_orders(domain, 200, 1));
  for (const auto* wanted :
       {"get me a small coffee with milk", "I want an medium iced coffee with milk", "get me iced coffee"}) {
    EXPECT_NE(std::find(sentences.begin(), sentences.end(), wanted), sentences.end()) << wanted;
  }
  for (const auto& sentence : sentences) EXPECT_EQ(sentence.find_first_of("[]$:"), std::string::npos) << sentence;
}

TEST(SpokenOrders, MakesAnOrganizationOfDomainAndExamples) {
  const auto organization = order_organization(parse_order_domain(kDomain), {"get me a coffee"});
  ASSERT_EQ(organization.patterns.size(), 1U);
  EXPECT_EQ(organization.patterns[0].examples, std::vector<std::string>{"get me a coffee"});
  EXPECT_FALSE(organization.phrases.empty());
}

TEST(SpokenOrders, ASlotCountsWhenItsWordsWereHeardWhole) {
  const std::vector<std::string> drinks = {"coffee", "iced coffee", "mocha"};
  struct Case {
    const char* heard;
    const char* value;
    bool counts;
  };
  for (const auto& [heard, value, counts] : {
           Case{"get me a coffee please", "coffee", true},
           Case{"get me a Coffee.", " coffee ", true},
           Case{"get me an iced coffee", "iced coffee", true},
           Case{"get me an iced coffee", "coffee", false},
           Case{"an iced coffee and a coffee", "coffee", true},
           Case{"two coffees", "coffee", false},
           Case{"coffee", "iced coffee", false},
           Case{"", "mocha", false},
       }) {
    EXPECT_EQ(slot_heard(heard, value, drinks), counts) << heard << " / " << value;
  }
}

}  // namespace
}  // namespace parley
