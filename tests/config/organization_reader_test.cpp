// SPDX-License-Identifier: Apache-2.0
#include "organization_reader.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

struct Read {
  Organization organization;
  std::map<std::string, int> claims;
  std::vector<std::string> faults;
};

Read read(std::string_view yaml, OrganizationParts parts = OrganizationParts::whole) {
  Read result;
  std::vector<OrganizationFault> found;
  FaultList faults("o.yaml", found);
  const auto tree = parse_yaml(yaml);
  read_organization(tree.root, parts, {}, faults, result.organization, result.claims);
  for (const auto& fault : found) result.faults.push_back(to_string(fault));
  return result;
}

const std::string kHead = "organization: { key: a, name: A }\nnumbers: [ one ]\n";

TEST(OrganizationReader, TakesSpecialDaysTheirGreetingAndRetention) {
  using namespace std::chrono;
  const auto result = read(kHead +
                           "greeting_after_hours: We are closed.\n"
                           "special: { 2026-12-24: \"08:00-12:00\", 2026-12-26: closed }\n"
                           "retention: { recordings_days: 30, transcripts_days: 0 }\n");
  EXPECT_EQ(result.faults, std::vector<std::string>{});
  EXPECT_EQ(result.organization.after_hours_greeting, "We are closed.");
  ASSERT_EQ(result.organization.hours.special.size(), 2U);
  EXPECT_EQ(result.organization.hours.special.at(year{2026} / 12 / 24),
            (std::vector<OpenSpan>{{minutes{480}, minutes{720}}}));
  EXPECT_TRUE(result.organization.hours.special.at(year{2026} / 12 / 26).empty());
  EXPECT_EQ(result.organization.retention, (RetentionPolicy{30, 0}));
}

TEST(OrganizationReader, RetentionThatIsNotGivenIsForGood) {
  EXPECT_EQ(read(kHead).organization.retention, RetentionPolicy{});
  const auto one = read(kHead + "retention: { recordings_days: 7, transcripts_days: null }\n");
  EXPECT_EQ(one.organization.retention, (RetentionPolicy{7, std::nullopt}));
}

TEST(OrganizationReader, ClaimsWhatMustBeUnique) {
  EXPECT_EQ(read(kHead).claims, (std::map<std::string, int>{{"organization key 'a'", 1}, {"number 'one'", 2}}));
}

TEST(OrganizationReader, KeysAreThoseThatTheDatabaseTakes) {
  for (const auto& key : std::vector<std::string>{"a", "a-1", "1a", std::string(63, 'x')}) {
    EXPECT_TRUE(read("organization: { key: \"" + key + "\", name: A }\nnumbers: [ one ]\n").faults.empty()) << key;
  }
  for (const auto& key : std::vector<std::string>{"", "-a", "A", "a_b", std::string(64, 'x')}) {
    EXPECT_EQ(read("organization: { key: \"" + key + "\", name: A }\nnumbers: [ one ]\n").faults.size(), 1U) << key;
  }
}

TEST(OrganizationReader, AProfileHasNoNumbersToNeed) {
  EXPECT_TRUE(read("organization: { key: a, name: A }\n", OrganizationParts::profile).faults.empty());
}

}  // namespace
}  // namespace parley
