// SPDX-License-Identifier: Apache-2.0
#include "record_codec.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/call_records.hpp"

namespace parley {
namespace {

using test::finished;
using test::record_of;

TurnRecord full_turn(std::uint32_t number) {
  TurnRecord turn;
  turn.number = number;
  turn.caller = CallerSaid{"what are your hours", 0.9, 100, 1200, "5"};
  turn.decision = RecordedDecision{
      "1a", "keyword", "hours", 1, {{"hours", "keyword", 1}, {"price", "typo", 0.3, "too far"}}, 0, 0.01};
  turn.decision->normalised = "what are your hours";
  turn.decision->gates = {{"scope", 0.7, 0.4, true}, {"guard", 0, 1, false, "the question holds a number"}};
  turn.decision->shadow = "price";
  turn.decision->evidence = "90 own examples";
  turn.reply = AgentSaid{"We are open.", "We are", true};
  turn.timings.e2e = 312.5;
  turn.timings.route = 0.0421;
  return turn;
}

CallRecord full_record() {
  auto record = finished(record_of(1));
  record.node = "node-1";
  record.answered_at = record.started_at + std::chrono::milliseconds{12};
  record.recording_path = "/var/lib/parley/r.wav";
  record.greeting = AgentSaid{"Hello.", "Hel", true};
  TurnRecord bare;
  bare.number = 2;
  record.turns = {full_turn(1), bare};
  return record;
}

TEST(RecordCodec, GivesBackEveryField) {
  const CallDelta delta{full_record(), WallTime{std::chrono::milliseconds{1234567}}, 2};
  EXPECT_EQ(decode_call(encode(delta)), delta);
  const CallDelta bare{record_of(2), WallTime{}, 0};
  EXPECT_EQ(decode_call(encode(bare)), bare);
  Callback callback;
  callback.id = CallbackId(test::call_id(7).uuid());
  callback.call = test::call_id(1);
  callback.organization = OrganizationKey{"demo"};
  callback.number = "+15550123";
  callback.heard = "call me \"later\"";
  callback.asked_at = WallTime{std::chrono::milliseconds{99}};
  EXPECT_EQ(decode_callback(encode(callback)), callback);
}

// Spools and rows of versions that explained less.
TEST(RecordCodec, ADecisionWithoutExplanationIsWrittenAndReadWithoutItsKeys) {
  CallDelta delta{record_of(1), WallTime{}, 1};
  delta.call.turns = {full_turn(1)};
  auto& decision = *delta.call.turns[0].decision;
  decision = RecordedDecision{"1a", "keyword", "hours", 1, {{"hours", "keyword", 1}}, 0, 0.01};
  const auto text = encode(delta);
  for (const auto* key : {"lost", "normalised", "gates", "shadow", "evidence"})
    EXPECT_EQ(text.find(key), std::string::npos) << key;
  EXPECT_NE(text.find(R"("candidates":[{"confidence":1.0,"method":"keyword","pattern":"hours"}])"), std::string::npos)
      << text;
  EXPECT_EQ(decode_call(text), delta);
}

TEST(RecordCodec, EveryReasonToEndHasAName) {
  for (int value = 0; value <= static_cast<int>(CallEnd::server_lost); ++value) {
    CallDelta delta{finished(record_of(1)), WallTime{}, 0};
    delta.call.end_reason = static_cast<CallEnd>(value);
    EXPECT_EQ(decode_call(encode(delta)), delta);
  }
}

TEST(RecordCodec, TextIsMadeFitForTheDatabase) {
  using namespace std::string_literals;
  const std::vector<std::pair<std::string, std::string>> table{
      {"plain", "plain"},
      {"gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f"},
      {"\xf0\x9f\x93\x9e", "\xf0\x9f\x93\x9e"},
      {"a\0b"s, "ab"},
      {"\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd"},
      {"cut \xe2\x82", "cut \xef\xbf\xbd\xef\xbf\xbd"},
      {"\xc0\x80", "\xef\xbf\xbd\xef\xbf\xbd"},                  // overlong NUL
      {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},  // surrogate
      {"\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
  };
  for (const auto& [given, expected] : table) EXPECT_EQ(as_plain_text(given), expected) << given;
  CallDelta delta{record_of(1), WallTime{}, 0};
  delta.call.from = "\xff\0x"s;
  EXPECT_EQ(decode_call(encode(delta))->call.from, "\xef\xbf\xbdx");
}

TEST(RecordCodec, ANumberThatIsNoneBecomesZero) {
  CallDelta delta{record_of(1), WallTime{}, 1};
  delta.call.turns = {full_turn(1)};
  delta.call.turns[0].decision->confidence = std::nan("");
  const auto back = decode_call(encode(delta));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->call.turns[0].decision->confidence, 0);
}

TEST(RecordCodec, WhatItDidNotMakeIsRefused) {
  const auto whole = encode(CallDelta{full_record(), WallTime{}, 2});
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(decode_call(std::string_view(whole).substr(0, length))) << length;
  }
  for (const auto* text : {"null", "[]", "{}", "1", R"({"id":"x"})"}) {
    EXPECT_FALSE(decode_call(text)) << text;
    EXPECT_FALSE(decode_callback(text)) << text;
  }
}

TEST(RecordCodec, TheDifferenceHoldsWhatIsNewOrChanged) {
  auto before = full_record();
  auto now = before;
  EXPECT_TRUE(difference(&before, now, WallTime{}).call.turns.empty());
  now.turns[1].reply = AgentSaid{"Yes.", "", false};
  now.turns.push_back(full_turn(3));
  const auto delta = difference(&before, now, WallTime{});
  ASSERT_EQ(delta.call.turns.size(), 2U);
  EXPECT_EQ(delta.call.turns[0].number, 2U);
  EXPECT_EQ(delta.call.turns[1].number, 3U);
  EXPECT_EQ(delta.turn_count, 3U);
  EXPECT_EQ(difference(nullptr, now, WallTime{}).call, now);
}

// Whatever the steps were, what they add up to is the newest version.
TEST(RecordCodec, DifferencesAddUpToTheNewestVersion) {
  std::vector<CallRecord> versions{record_of(1)};
  for (std::uint32_t number = 1; number <= 4; ++number) {
    versions.push_back(versions.back());
    versions.back().turns.push_back(full_turn(number));
    versions.push_back(versions.back());
    versions.back().turns.back().reply->interrupted = false;
  }
  versions.push_back(finished(versions.back()));
  auto sum = difference(nullptr, versions.front(), WallTime{});
  for (std::size_t i = 1; i < versions.size(); ++i) merge(sum, difference(&versions[i - 1], versions[i], WallTime{}));
  EXPECT_EQ(sum.call, versions.back());
  EXPECT_EQ(sum.turn_count, 4U);
}

TEST(RecordCodec, AnEndIsNeverTakenBack) {
  const auto over = finished(record_of(1));
  CallDelta sum{over, WallTime{}, 0};
  merge(sum, {record_of(1), WallTime{}, 0});
  EXPECT_EQ(sum.call.end_reason, CallEnd::caller_hung_up);
  auto lost = over;
  lost.end_reason = CallEnd::server_lost;
  lost.ended_at = over.started_at;
  merge(sum, {lost, WallTime{}, 0});
  EXPECT_EQ(sum.call.end_reason, CallEnd::caller_hung_up);
  EXPECT_EQ(sum.call.ended_at, over.ended_at);
  CallDelta other{lost, WallTime{}, 0};
  merge(other, {over, WallTime{}, 0});
  EXPECT_EQ(other.call.end_reason, CallEnd::caller_hung_up);
}

}  // namespace
}  // namespace parley
