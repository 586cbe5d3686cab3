// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "parley/config/organization_document.hpp"

namespace parley {
namespace {

TEST(OrganizationToJson, EveryKeyIsThereAndAbsentValuesAreNull) {
  Organization organization;
  organization.key.value = "a";
  organization.name = "A";
  organization.numbers = {"1"};
  organization.hours.by_weekday[1] = {{std::chrono::hours{8}, std::chrono::hours{24}}};
  organization.hours.special[std::chrono::year{2026} / 12 / 24] = {};
  Pattern pattern;
  pattern.key = "p";
  pattern.keywords = {{{"x"}, {}, {}, std::nullopt}};
  pattern.reply = "y";
  organization.patterns = {pattern};
  const std::string pattern_json =
      R"({"key":"p","examples":[],"keywords":[{"any":["x"],"all":[],"none":[],"max_words":null}],"reply":"y",)"
      R"("kind":"static","after":"listen","active":true,"never_suppress":false,"care":"usual","offers":""})";
  EXPECT_EQ(pattern_to_json(pattern), pattern_json);
  EXPECT_EQ(
      organization_to_json(organization),
      R"({"organization":{"key":"a","name":"A","language":"en-US","timezone":"UTC","voice":"rms"},"numbers":["1"],)"
      R"("greeting":"","greeting_after_hours":"","farewell":"","disclosure":"","hours":{"mon":["08:00-24:00"]},)"
      R"("closed":[],"special":{"2026-12-24":[]},"silence":{"prompt_after_s":6.0,"prompts":2},)"
      R"("limits":{"calls":50,"call_minutes":30},"pronunciations":{},"blocklist":[],"phrases":[],)"
      R"("fallback":{"reprompt":"","offer_callback":true,"transfer_to":null},)"
      R"("prices":{"llm_call":0.01,"embedding":0.0001},)"
      R"("retention":{"recordings_days":null,"transcripts_days":null},)"
      R"("router":{"enabled":true,"shadow":false,"debug":false,"learn":true,)"
      R"("targets":{"harmless":null,"usual":null,"sensitive":null},"extra_scope":0.0,"extra_margin":0.0,)"
      R"("min_confidence_to_learn":0.9,"rollout":{"percentage":100.0,"whitelist":[],"blacklist":[]}},)"
      R"("prewarm":{"questions":[],"callers":[]},"patterns":[)" +
          pattern_json + "]}");
}

TEST(OrganizationToJson, BytesThatAreNoTextDoNotEndTheWriting) {
  Pattern pattern;
  pattern.key = "p";
  pattern.reply = "caf\xe9";
  EXPECT_NE(pattern_to_json(pattern).find("caf\xef\xbf\xbd"), std::string::npos);
}

}  // namespace
}  // namespace parley
