// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "parley/config/load_organizations.hpp"

namespace parley {
namespace {

constexpr const char* kWhole =
    R"(organization: { key: demo, name: "Demo Heating", language: en-US, timezone: America/Chicago, voice: slt }
numbers: [ demo, "+15550100" ]
greeting: "Hello."
farewell: "Bye."
disclosure: "This call is recorded."
hours: { mon-fri: "08:00-18:00", sat: "09:00-13:00" }
closed: [ 2026-12-25 ]
silence: { prompt_after_s: 6.5, prompts: 3 }
limits: { calls: 20, call_minutes: 10 }
pronunciations: { "HVAC": "H V A C" }
blocklist: [ "bad word" ]
phrases: [ "Main Street" ]
fallback: { reprompt: "Once more?", offer_callback: false, transfer_to: "+15550199" }
prices: { llm_call: 0.02, embedding: 0.0002 }
patterns:
  - key: business_hours
    examples: [ "what are your hours" ]
    reply: "We are open {{hours_today}}."
    kind: static
  - key: person
    keywords: [ { any: [person, human] } ]
    reply: "One moment."
    after: transfer
)";

std::vector<std::string> faults_of(std::string_view yaml, const std::vector<std::string>& voices = {}) {
  std::vector<std::string> lines;
  for (const auto& fault : parse_organization(yaml, "o.yaml", voices).faults) lines.push_back(to_string(fault));
  return lines;
}

using Faults = std::vector<std::string>;

TEST(ParseOrganization, ReadsEveryKeyOfTheFormat) {
  const auto parsed = parse_organization(kWhole, "o.yaml", {"slt", "rms"});
  ASSERT_TRUE(parsed.faults.empty()) << to_string(parsed.faults.front());
  const auto& organization = parsed.organization;
  EXPECT_EQ(organization.key.value, "demo");
  EXPECT_EQ(organization.name, "Demo Heating");
  EXPECT_EQ(organization.timezone, "America/Chicago");
  EXPECT_EQ(organization.voice, "slt");
  EXPECT_EQ(organization.numbers, (std::vector<std::string>{"demo", "+15550100"}));
  EXPECT_EQ(organization.disclosure, "This call is recorded.");
  EXPECT_EQ(organization.hours.by_weekday.size(), 6U);
  EXPECT_EQ(organization.silence, (SilencePolicy{std::chrono::milliseconds{6500}, 3}));
  EXPECT_EQ(organization.limits, (CallLimits{20, std::chrono::minutes{10}}));
  EXPECT_EQ(organization.pronunciations.at("HVAC"), "H V A C");
  EXPECT_EQ(organization.blocklist, std::vector<std::string>{"bad word"});
  EXPECT_EQ(organization.phrases, std::vector<std::string>{"Main Street"});
  EXPECT_EQ(organization.fallback, (FallbackPolicy{"Once more?", false, "+15550199"}));
  EXPECT_EQ(organization.prices, (Prices{0.02, 0.0002}));
  ASSERT_EQ(organization.patterns.size(), 2U);
  EXPECT_EQ(organization.patterns[1].after, AfterReply::transfer);
}

TEST(ParseOrganization, WritesWhatItReads) {
  const auto parsed = parse_organization(kWhole, "o.yaml");
  const auto again = parse_organization(organization_to_yaml(parsed.organization), "again.yaml");
  ASSERT_TRUE(again.faults.empty()) << to_string(again.faults.front());
  EXPECT_EQ(again.organization, parsed.organization);
}

TEST(ParseOrganization, NeedsOnlyIdentityAndNumbers) {
  EXPECT_EQ(faults_of("organization: { key: a, name: A }\nnumbers: [ one ]\n"), Faults{});
  EXPECT_EQ(faults_of("greeting: hi\n"), (Faults{"o.yaml:1: 'organization' is missing",
                                                 "o.yaml:1: 'numbers' is missing; [] when nobody is to call yet"}));
  EXPECT_EQ(faults_of(""), Faults{"o.yaml:2: holds no keys; 'organization', 'numbers' … are expected"});
}

TEST(ParseOrganization, ListsFaultsByLine) {
  EXPECT_EQ(
      faults_of("organization: { key: Demo, name: A, voice: bob, colour: red }\n"
                "numbers: [ one, one, \"a b\" ]\n"
                "gretting: hi\n"
                "silence: { prompt_after_s: soon }\n"
                "limits: { calls: 0 }\n"
                "fallback: { transfer_to: ~ }\n"
                "greeting: a\n"
                "greeting: b\n"
                "patterns:\n"
                "  - { key: p, examples: [x], reply: y, after: transfer }\n",
                {"slt", "rms"}),
      (Faults{"o.yaml:1: in organization: 'key' must be 1 to 63 lower-case letters, digits or '-', not at the start",
              "o.yaml:1: in organization: 'voice' is 'bob'; known voices: slt, rms",
              "o.yaml:1: in organization: unknown key 'colour'", "o.yaml:2: 'numbers' holds 'one' twice",
              "o.yaml:2: 'numbers' holds 'a b'; 1 to 64 letters, digits and +*#._- are allowed",
              "o.yaml:3: unknown key 'gretting'; did you mean 'greeting'?",
              "o.yaml:4: in silence: 'prompt_after_s' must be a number from 1 to 120",
              "o.yaml:5: in limits: 'calls' must be a number from 1 to 100000",
              "o.yaml:8: key 'greeting' is given twice; first in line 7",
              "o.yaml:10: pattern 'p' transfers the call, but fallback.transfer_to is not set"}));
}

TEST(ParseOrganization, MalformedYamlSaysLineAndReason) {
  const auto faults = faults_of("organization: { key: a\nnumbers: [\n");
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().substr(0, 19), "o.yaml:2: not YAML:");
}

TEST(ParseOrganization, OversizedTextsAndListsAreRefused) {
  const std::string head = "organization: { key: a, name: A }\nnumbers: [ one ]\n";
  EXPECT_EQ(faults_of(head + "greeting: " + std::string(2001, 'x') + "\n"),
            Faults{"o.yaml:3: 'greeting' is longer than 2000 bytes"});
  std::string many;
  for (int i = 0; i < 1001; ++i) many += "x" + std::to_string(i) + ", ";
  EXPECT_EQ(faults_of(head + "blocklist: [ " + many + " ]\n"),
            Faults{"o.yaml:3: 'blocklist' has 1001 entries; at most 1000 are allowed"});
}

}  // namespace
}  // namespace parley
