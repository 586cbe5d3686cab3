// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "parley/config/load_organizations.hpp"

namespace parley {
namespace {

Organization awkward() {
  using namespace std::chrono;
  Organization organization;
  organization.key.value = "a-1";
  organization.name = "O'Neil & \"Sons\": heating\n#1";
  organization.numbers = {"+15550100", "100", "no"};
  organization.greeting = "- hello";
  organization.hours.by_weekday[0] = {};
  organization.hours.by_weekday[5] = {{minutes{0}, minutes{61}}, {minutes{600}, minutes{1440}}};
  organization.hours.closed = {year{2026} / 12 / 25, year{2027} / 1 / 1};
  organization.silence = {milliseconds{1250}, 0};
  organization.pronunciations = {{"yes", "yeah"}, {"a: b", "~"}};
  organization.fallback.transfer_to = "sip:front@192.0.2.1";
  organization.prices = {0.1, 1e-7};
  Pattern pattern;
  pattern.key = "p";
  pattern.examples = {"null", "what, exactly?"};
  pattern.keywords = {{{"a", "b c"}, {"d"}, {"e"}, 3}, {{}, {"x"}, {}, std::nullopt}};
  pattern.reply = "{{name}} says: \\o/";
  pattern.kind = ReplyKind::tool;
  pattern.after = AfterReply::transfer;
  pattern.active = false;
  pattern.never_suppress = true;
  pattern.care = Care::harmless;
  pattern.offers = "true";
  organization.patterns = {pattern};
  return organization;
}

TEST(OrganizationToYaml, ReadsBackAsTheSameValue) {
  for (const auto& organization : {awkward()}) {
    const std::string yaml = organization_to_yaml(organization);
    const auto parsed = parse_organization(yaml, "o.yaml");
    ASSERT_TRUE(parsed.faults.empty()) << to_string(parsed.faults.front()) << "\n" << yaml;
    EXPECT_EQ(parsed.organization, organization) << yaml;
  }
}

}  // namespace
}  // namespace parley
