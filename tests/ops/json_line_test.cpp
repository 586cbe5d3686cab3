// SPDX-License-Identifier: Apache-2.0
#include "json_line.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace parley {
namespace {

std::string json(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

TEST(JsonString, EscapesWhatJsonDemands) {
  EXPECT_EQ(json("plain"), "\"plain\"");
  EXPECT_EQ(json("say \"hi\"\\"), R"("say \"hi\"\\")");
  EXPECT_EQ(json("a\nb\tc\r"), R"("a\nb\u0009c\u000d")");
  EXPECT_EQ(json(std::string_view("\0\x1f\x7f", 3)), R"("\u0000\u001f\u007f")");
  EXPECT_EQ(json("naïve ✓ 𝄞"), "\"naïve ✓ 𝄞\"");
}

TEST(JsonString, ReplacesBytesThatAreNoUtf8) {
  EXPECT_EQ(json("\xff"), R"("\ufffd")");
  EXPECT_EQ(json("a\xc3"), R"("a\ufffd")");                    // cut short
  EXPECT_EQ(json("\xc0\xaf"), R"("\ufffd\ufffd")");            // overlong
  EXPECT_EQ(json("\xed\xa0\x80"), R"("\ufffd\ufffd\ufffd")");  // surrogate
  EXPECT_EQ(json("\xf5\x80\x80\x80"), R"("\ufffd\ufffd\ufffd\ufffd")");
  EXPECT_EQ(json("\xe2\x9c\"x"), R"("\ufffd\ufffd\"x")");
}

std::string line(const std::vector<LogField>& context, const std::vector<LogField>& fields) {
  LogLine entry{LogLevel::warning, "call.ended", "caller hung up", &context, &fields};
  return json_line(entry, WallTime{std::chrono::milliseconds{1500}});
}

TEST(JsonLine, HoldsContextThenFields) {
  EXPECT_EQ(line({{"call", "c1"}, {"organization", "demo"}}, {{"turns", 3}, {"ratio", 0.5}, {"recorded", true}}),
            R"({"ts":"1970-01-01T00:00:01.500Z","level":"warning","event":"call.ended","message":"caller hung up",)"
            R"("call":"c1","organization":"demo","turns":3,"ratio":0.5,"recorded":true})");
}

TEST(JsonLine, ANameOccursOnce) {
  const auto text = line({{"turn", 1}, {"turn", 2}, {"call", "c1"}}, {{"call", "c2"}, {"level", "x"}, {"ts", 1}});
  EXPECT_NE(text.find(R"("turn":2,"call":"c2","_level":"x","_ts":1})"), std::string::npos) << text;
  EXPECT_EQ(text.find("c1"), std::string::npos);
}

TEST(JsonLine, NumbersThatJsonDoesNotKnowAreNull) {
  const auto text = line({}, {{"a", std::nan("")}, {"b", std::numeric_limits<double>::infinity()}});
  EXPECT_NE(text.find(R"("a":null,"b":null)"), std::string::npos) << text;
}

TEST(JsonLine, WorksWithoutContextAndFields) {
  EXPECT_EQ(json_line(LogLine{}, WallTime{}),
            R"({"ts":"1970-01-01T00:00:00.000Z","level":"info","event":"","message":""})");
}

}  // namespace
}  // namespace parley
