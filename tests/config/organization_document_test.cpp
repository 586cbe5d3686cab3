// SPDX-License-Identifier: Apache-2.0
#include "parley/config/organization_document.hpp"

#include <gtest/gtest.h>

#include "parley/config/load_organizations.hpp"
#include "random_organization.hpp"

namespace parley {
namespace {

using Faults = std::vector<JsonFault>;

std::string shown(const Faults& faults) {
  std::string text;
  for (const auto& fault : faults) text += fault.pointer + ": " + fault.message + "\n";
  return text;
}

TEST(OrganizationDocument, EveryFieldComesBackFromJsonAndFromYaml) {
  RandomOrganization random(7);
  for (int round = 0; round < 300; ++round) {
    const auto organization = random.make();
    const auto document = parse_organization_json(organization_to_json(organization));
    ASSERT_EQ(document.faults, Faults{}) << shown(document.faults);
    ASSERT_EQ(document.organization, organization) << organization_to_json(organization);
    const auto file = parse_organization(organization_to_yaml(organization), "o.yaml");
    ASSERT_TRUE(file.faults.empty()) << to_string(file.faults.front());
    ASSERT_EQ(file.organization, organization) << organization_to_yaml(organization);
  }
}

TEST(OrganizationDocument, AProfileIsTheWholeWithoutNumbersAndPatterns) {
  RandomOrganization random(8);
  for (int round = 0; round < 50; ++round) {
    auto organization = random.make();
    const auto document = parse_profile_json(organization_to_json(organization, OrganizationParts::profile));
    ASSERT_EQ(document.faults, Faults{}) << shown(document.faults);
    organization.numbers.clear();
    organization.patterns.clear();
    ASSERT_EQ(document.organization, organization);
  }
  EXPECT_EQ(
      parse_profile_json(R"({"organization": {"key": "a", "name": "A"}, "numbers": ["1"], "patterns": []})").faults,
      (Faults{{"/numbers", "unknown key 'numbers'"}, {"/patterns", "unknown key 'patterns'"}}));
}

TEST(OrganizationDocument, PatternsComeBack) {
  RandomOrganization random(9);
  for (unsigned round = 0; round < 300; ++round) {
    const auto pattern = random.pattern(round);
    const auto document = parse_pattern_json(pattern_to_json(pattern));
    ASSERT_EQ(document.faults, Faults{}) << shown(document.faults);
    ASSERT_EQ(document.pattern, pattern);
  }
}

TEST(OrganizationDocument, EveryFaultHasAPointerToItsPlace) {
  const auto document = parse_organization_json(R"({
    "organization": {"key": "Demo", "name": "A", "colour": "red"},
    "numbers": ["one", "one", "a b"],
    "greeting": 5,
    "hours": {"mon": "8-9", "monday": "08:00-09:00"},
    "closed": ["2026-02-30", "2026-12-24"],
    "special": {"2026-12-24": "closed", "soon": "closed"},
    "retention": {"recordings_days": 1.5, "transcripts_days": -1},
    "fallback": {"offer_callback": "yes"},
    "pronunciations": {"a/b~c": 5},
    "limits": {"calls": "20"},
    "patterns": [
      {"key": "p", "reply": "x", "keywords": [{"any": ["a"], "max_words": 0}, {"none": ["b"]}]},
      {"key": "p", "reply": "x", "examples": ["y"], "active": "true"},
      7
    ]})");
  const Faults expected = {
      {"/organization/key",
       "in organization: 'key' must be 1 to 63 lower-case letters, digits or '-', not at the start"},
      {"/organization/colour", "in organization: unknown key 'colour'"},
      {"/numbers/1", "'numbers' holds 'one' twice"},
      {"/numbers/2", "'numbers' holds 'a b'; 1 to 64 letters, digits and +*#._- are allowed"},
      {"/greeting", "'greeting' must be a text, not a number"},
      {"/hours/mon", "hours of 'mon' must be \"HH:MM-HH:MM\" with the end after the start, a list of such, or closed"},
      {"/hours/monday", "unknown days 'monday' in hours; use mon … sun or a range as mon-fri"},
      {"/closed/0", "'closed' holds '2026-02-30'; a date as 2026-12-25 is expected"},
      {"/special/2026-12-24", "'2026-12-24' is in 'closed' and in 'special'"},
      {"/special/soon", "'special' holds 'soon'; a date as 2026-12-24 is expected"},
      {"/retention/recordings_days", "in retention: 'recordings_days' must be a whole number"},
      {"/retention/transcripts_days", "in retention: 'transcripts_days' must be a number from 0 to 36500"},
      {"/fallback/offer_callback", "in fallback: 'offer_callback' must be true or false"},
      {"/pronunciations/a~1b~0c", "in pronunciations: 'a/b~c' must be a word with how it is said"},
      {"/limits/calls", "in limits: 'calls' must be a number from 1 to 100000"},
      {"/patterns/0/keywords/0/max_words",
       "in a keyword rule of pattern 'p': 'max_words' must be a number from 1 to 100"},
      {"/patterns/0/keywords/1", "in a keyword rule of pattern 'p': 'any' or 'all' is missing"},
      {"/patterns/1", "pattern 'p' is given twice; first at /patterns/0"},
      {"/patterns/1/active", "in pattern 'p': 'active' must be true or false"},
      {"/patterns/2", "'patterns' holds a number where keys with values are expected"},
  };
  EXPECT_EQ(document.faults, expected) << shown(document.faults);
}

TEST(OrganizationDocument, WhatIsNoPatternSaysSo) {
  EXPECT_EQ(parse_pattern_json("[]").faults,
            (Faults{{"", "must be an object with the keys of a pattern, not a list"}}));
  EXPECT_EQ(parse_pattern_json(R"({"reply": "x", "examples": ["y"]})").faults,
            (Faults{{"", "in a pattern: 'key' must be 1 to 64 lower-case letters, digits, '_' or '-'"}}));
  EXPECT_EQ(parse_organization_json("null").faults,
            (Faults{{"", "holds no keys; 'organization', 'numbers' … are expected"}}));
}

TEST(OrganizationDocument, PartsMustFitEachOther) {
  Organization organization;
  organization.numbers = {"1", "1", "a b"};
  Pattern pattern;
  pattern.key = "person";
  pattern.after = AfterReply::transfer;
  organization.patterns = {pattern, pattern};
  EXPECT_EQ(broken_references(organization),
            (std::vector<std::string>{"number 1: is given twice", "number a b: cannot be called",
                                      "pattern person: transfers the call, but fallback.transfer_to is not set",
                                      "pattern person: is given twice",
                                      "pattern person: transfers the call, but fallback.transfer_to is not set"}));
  organization.numbers = {"1"};
  organization.patterns.pop_back();
  organization.fallback.transfer_to = "+15550100";
  EXPECT_TRUE(broken_references(organization).empty());
}

}  // namespace
}  // namespace parley
