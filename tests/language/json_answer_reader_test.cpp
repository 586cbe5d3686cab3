// SPDX-License-Identifier: Apache-2.0
#include "json_answer_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parley {
namespace {

using State = JsonAnswerReader::State;

JsonAnswerReader read(std::string_view text, std::size_t size = 1) {
  JsonAnswerReader reader;
  for (std::size_t at = 0; at < text.size(); at += size) reader.feed(text.substr(at, size));
  return reader;
}

TEST(JsonAnswerReader, ReadsTheSameHoweverTheBytesAreCut) {
  constexpr std::string_view kText =
      R"({ "knows" : true, "confidence":0.95,"says_static":false, "thought":{"a":["}",1,{"b":"\""}]},)"
      R"("answer":"Caf\u00e9 \"Ren\u00e9\" \ud83d\ude00 opens\nat 8 — daily.\/"} )";
  for (std::size_t size = 1; size <= kText.size(); ++size) {
    const auto reader = read(kText, size);
    EXPECT_EQ(reader.state(), State::complete) << size;
    EXPECT_EQ(reader.knows(), true);
    EXPECT_EQ(reader.says_static(), false);
    EXPECT_EQ(reader.confidence(), 0.95);
    EXPECT_EQ(reader.answer(), "Café \"René\" \xf0\x9f\x98\x80 opens\nat 8 — daily./") << size;
  }
}

TEST(JsonAnswerReader, TheAnswerIsThereBeforeTheObjectIs) {
  JsonAnswerReader reader;
  EXPECT_EQ(reader.feed(R"({"knows":true,"answer":"We are op)"), State::reading);
  EXPECT_EQ(reader.knows(), true);
  EXPECT_EQ(reader.answer(), "We are op");
  reader.feed(R"(en until \u20)");
  EXPECT_EQ(reader.answer(), "We are open until ");
  EXPECT_EQ(reader.feed(R"(ac5"})"), State::complete);
  EXPECT_EQ(reader.answer(), "We are open until €5");
}

TEST(JsonAnswerReader, AFenceAroundTheObjectIsSkipped) {
  EXPECT_EQ(read("\n```json\n{\"knows\":false}\n```\n").state(), State::complete);
  EXPECT_EQ(read("```\n{\"knows\":false}```").state(), State::complete);
  EXPECT_EQ(read("  {}").state(), State::complete);
}

TEST(JsonAnswerReader, WhatIsNoSuchObjectIsBroken) {
  const std::vector<std::string_view> wrong = {"Hello there",
                                               "[1]",
                                               "{\"a\" 1}",
                                               "{\"a\":1,}",
                                               "{\"a\":tru}",
                                               "{\"a\":\"b\"} and",
                                               "{1:2}",
                                               "{\"answer\":\"\\x\"}",
                                               "{\"answer\":\"\\u12g4\"}",
                                               "{\"a\":[}]",
                                               "{\"a\":1 2}",
                                               "``json\n{}",
                                               "{\"answer\":\"a\nb\"}",
                                               "{} {}",
                                               "{\"a\":nan}"};
  for (const auto text : wrong) EXPECT_EQ(read(text).state(), State::broken) << text;
}

TEST(JsonAnswerReader, HalfASurrogatePairIsTheReplacementCharacter) {
  EXPECT_EQ(read(R"({"answer":"a\ud83db"})").answer(),
            "a\xef\xbf\xbd"
            "b");
  EXPECT_EQ(read(R"({"answer":"\ude00"})").answer(), "\xef\xbf\xbd");
  EXPECT_EQ(read(R"({"answer":"\ud83d\u0041"})").answer(),
            "\xef\xbf\xbd"
            "A");
  EXPECT_EQ(read(R"({"answer":"\ud83d"})").answer(), "\xef\xbf\xbd");
}

TEST(JsonAnswerReader, ValuesOfAnotherKindAreLeftOut) {
  const auto reader = read(R"({"knows":"yes","confidence":null,"answer":17,"says_static":1})");
  EXPECT_EQ(reader.state(), State::complete);
  EXPECT_FALSE(reader.knows());
  EXPECT_FALSE(reader.confidence());
  EXPECT_FALSE(reader.says_static());
  EXPECT_FALSE(reader.has_answer());
}

TEST(JsonAnswerReader, TextsAreBounded) {
  EXPECT_EQ(read(R"({"answer":")" + std::string(70'000, 'x'), 1000).state(), State::broken);
  EXPECT_EQ(read("{\"a\":" + std::string(70, '['), 1000).state(), State::broken);
}

}  // namespace
}  // namespace parley
