// SPDX-License-Identifier: Apache-2.0
#include "json_body.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

JsonRefusal refusal_of(std::string_view text) {
  auto read = read_json(text);
  if (auto* refusal = std::get_if<JsonRefusal>(&read)) return *refusal;
  return {"", "was read"};
}

TEST(JsonBody, ReadsWhatIsRight) {
  const auto read = read_json(R"({"a":[1,"[[[",{"b":null}]})");
  ASSERT_TRUE(std::holds_alternative<Json>(read));
  EXPECT_EQ(std::get<Json>(read)["a"][1], "[[[");
}

TEST(JsonBody, SaysWhereItIsBroken) {
  const auto refusal = refusal_of("{\n \"a\": 1,\n \"b\" 2}");
  EXPECT_STREQ(refusal.code, "malformed_json");
  EXPECT_NE(refusal.detail.find("line 3"), std::string::npos) << refusal.detail;
  for (const char* text : {"", "{", "[1,]", "{\"a\":1}x", "nul", "\"a", "{'a':1}", "1e99999"}) {
    EXPECT_STREQ(refusal_of(text).code, "malformed_json") << text;
  }
}

TEST(JsonBody, IsNeverDeeperThanItMayBe) {
  const std::string most = std::string(kJsonDepth, '[') + std::string(kJsonDepth, ']');
  EXPECT_TRUE(std::holds_alternative<Json>(read_json(most)));
  EXPECT_STREQ(refusal_of("[" + most + "]").code, "too_deep");
  EXPECT_STREQ(refusal_of(std::string(500'000, '[')).code, "too_deep");
  EXPECT_TRUE(std::holds_alternative<Json>(read_json("\"" + std::string(100, '[') + "\\\"[\"")));
}

TEST(JsonBody, IsUtf8) {
  const auto refusal = refusal_of("{\"a\":\"x\xff\"}");
  EXPECT_STREQ(refusal.code, "invalid_utf8");
  EXPECT_NE(refusal.detail.find("column 8"), std::string::npos) << refusal.detail;
}

TEST(Utf8, KnowsEverySequenceThatIsAllowed) {
  for (const char* good :
       {"", "a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xf4\x8f\xbf\xbf", "\xee\x80\x80"}) {
    EXPECT_EQ(first_bad_utf8(good), std::nullopt) << good;
  }
  for (const char* bad : {"\x80", "\xc0\xaf", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                          "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xff"}) {
    EXPECT_EQ(first_bad_utf8(std::string("ok") + bad), 2U);
  }
}

TEST(JsonBody, IsWrittenWhateverItHolds) { EXPECT_EQ(dump_json(Json{{"a", "\xff"}}), "{\"a\":\"\xef\xbf\xbd\"}\n"); }

}  // namespace
}  // namespace parley
