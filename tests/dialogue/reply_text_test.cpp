// SPDX-License-Identifier: Apache-2.0
#include "parley/dialogue/reply_text.hpp"

#include <gtest/gtest.h>

#include "router/demo_organization.hpp"

using namespace parley;
using namespace std::chrono;

namespace {

Organization shop() {
  Organization organization;
  organization.name = "Smith & Sons <Heating>";
  organization.timezone = "America/Chicago";
  for (unsigned day = 1; day <= 5; ++day) organization.hours.by_weekday[day] = {{8h, 18h}};
  for (const char* offer : {"our hours", "", "repairs", "prices", "jobs"}) {
    Pattern pattern;
    pattern.key = offer;
    pattern.offers = offer;
    organization.patterns.push_back(pattern);
  }
  return organization;
}

const WallTime kTuesdayNoon = sys_days(2026y / June / 2) + 17h;
const WallTime kTuesdayNight = sys_days(2026y / June / 3) + 3h;

TEST(ReplyText, VariablesAreFilledInWithoutEscaping) {
  EXPECT_EQ(render_reply("This is {{organization}}.", shop(), kTuesdayNoon), "This is Smith & Sons <Heating>.");
  EXPECT_EQ(render_reply("We are open {{hours_today}}.", shop(), kTuesdayNoon),
            "We are open today from eight in the morning to six in the evening.");
  EXPECT_EQ(render_reply("I can help with {{offers}}.", shop(), kTuesdayNoon),
            "I can help with our hours, repairs and prices.");
  EXPECT_EQ(render_reply("{{last_reply}}", shop(), kTuesdayNoon, "It's \"fine\"."), "It's \"fine\".");
  EXPECT_EQ(render_reply("No braces.", shop(), kTuesdayNoon), "No braces.");
}

TEST(ReplyText, SectionsFollowTheClockOfTheOrganization) {
  const std::string text =
      "{{#open_now}}Open until {{closes_at}}.{{/open_now}}{{^open_now}}Open again {{next_opening}}.{{/open_now}}";
  EXPECT_EQ(render_reply(text, shop(), kTuesdayNoon), "Open until six in the evening.");
  EXPECT_EQ(render_reply(text, shop(), kTuesdayNight), "Open again tomorrow at eight in the morning.");
}

TEST(ReplyText, SoundTemplatesHaveNoFaults) { EXPECT_TRUE(check_templates(shop()).empty()); }

TEST(ReplyText, EveryFaultyTemplateIsFound) {
  auto organization = shop();
  organization.timezone = "Springfield";
  organization.greeting = "Hello from {{company}}.";
  organization.after_hours_greeting = "{{nobody}}";
  organization.farewell = "{{#open_now}}Bye.";
  organization.patterns[0].reply = "{{hour_today}} and {{#closed}}x{{/closed}}";
  organization.patterns[3].reply = "{{>part}}";
  const auto faults = check_templates(organization);
  ASSERT_EQ(faults.size(), 8U);
  EXPECT_NE(faults[0].find("\"Springfield\""), std::string::npos);
  EXPECT_NE(faults[1].find("greeting: unknown variable \"company\""), std::string::npos) << faults[1];
  EXPECT_NE(faults[2].find("greeting_after_hours: unknown variable \"nobody\""), std::string::npos) << faults[2];
  EXPECT_NE(faults[3].find("farewell"), std::string::npos) << faults[3];
  EXPECT_NE(faults[4].find("pattern \"our hours\", reply: unknown variable \"hour_today\""), std::string::npos);
  EXPECT_NE(faults[5].find("unknown section \"closed\""), std::string::npos) << faults[5];
  EXPECT_NE(faults[7].find("\">\" tags"), std::string::npos) << faults[7];
}

TEST(ReplyText, TheDemoOrganizationSpeaksInShortSoundSentences) {
  const auto demo = test::DemoReader::read(std::string(PARLEY_SOURCE_DIR) + "/config/organizations/demo.yaml");
  EXPECT_TRUE(check_templates(demo).empty());
  for (const auto& pattern : demo.patterns) {
    const auto reply = render_reply(pattern.reply, demo, kTuesdayNoon, "Hello.");
    EXPECT_FALSE(reply.empty()) << pattern.key;
    EXPECT_EQ(reply.find("{{"), std::string::npos) << reply;
    EXPECT_LE(reply.size(), 200U) << reply;
    // Digits and abbreviations are heard badly over a telephone.
    EXPECT_EQ(reply.find_first_of("0123456789$%/"), std::string::npos) << reply;
  }
}

TEST(ReplyText, MentionsFindsVariablesAndSections) {
  EXPECT_TRUE(mentions("a {{ last_reply }} b", "last_reply"));
  EXPECT_TRUE(mentions("{{#open_now}}x{{/open_now}}", "open_now"));
  EXPECT_FALSE(mentions("last_reply", "last_reply"));
  EXPECT_FALSE(mentions("{{! last_reply }}", "last_reply"));
}

TEST(ReplyText, PronunciationsReplaceWholeWordsOnce) {
  const std::map<std::string, std::string> says = {
      {"HVAC", "H V A C"}, {"St", "Saint"}, {"St Paul", "Saint Paul, St"}, {"A", "ay"}};
  EXPECT_EQ(pronounce("HVAC in St Paul, HVACs, a St.", says), "H V A C in Saint Paul, St, HVACs, a Saint.");
  EXPECT_EQ(pronounce("plain", {}), "plain");
}

TEST(ReplyText, WhatWasSpokenIsToldInWrittenWords) {
  const std::map<std::string, std::string> says = {{"HVAC", "H V A C"}};
  const std::string text = "Our HVAC team comes.";
  EXPECT_EQ(part_spoken(text, says, 3), "Our");
  EXPECT_EQ(part_spoken(text, says, 5), "Our ");  // inside "H V A C"
  EXPECT_EQ(part_spoken(text, says, 11), "Our HVAC");
  EXPECT_EQ(part_spoken(text, says, 16), "Our HVAC team");
  EXPECT_EQ(part_spoken(text, says, 1000), text);
}

}  // namespace
