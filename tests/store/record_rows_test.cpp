// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "record_codec.hpp"
#include "support/call_records.hpp"

namespace parley {
namespace {

using Json = nlohmann::json;

TEST(RecordRows, ACallHasAColumnForEverythingButItsTurns) {
  auto record = test::finished(test::record_of(1));
  record.greeting = AgentSaid{"Hello.", "Hello.", false};
  const auto rows = Json::parse(calls_as_rows({{record, WallTime{}, 3}}));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0]["caller"], "+15550123");
  EXPECT_EQ(rows[0]["started_at"], "1970-01-01T00:16:41.000Z");
  EXPECT_EQ(rows[0]["answered_at"], nullptr);
  EXPECT_EQ(rows[0]["end_reason"], "caller_hung_up");
  EXPECT_EQ(rows[0]["turn_count"], 3);
  EXPECT_EQ(greeting_from(rows[0]["greeting"].dump()), record.greeting);
}

TEST(RecordRows, TurnsOfAllCallsComeInOneArrayAndBack) {
  auto first = test::record_of(1);
  TurnRecord turn;
  turn.number = 1;
  turn.caller = CallerSaid{"hi", 0.5, 1, 2, ""};
  turn.reply = AgentSaid{"Hello.", "", false};
  turn.timings.e2e = 1.5;
  first.turns = {turn};
  auto second = test::record_of(2);
  second.turns = {turn, turn};
  second.turns[1].number = 2;
  second.turns[1].caller.reset();
  const auto rows = Json::parse(turns_as_rows({{first, WallTime{}, 1}, {second, WallTime{}, 2}}));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0]["call_id"], first.id.to_string());
  EXPECT_FALSE(rows[2].contains("caller_text"));
  Json columns = Json::array();
  for (const auto& row : rows) {
    const auto field = [&row](const char* name) { return row.contains(name) ? row[name] : Json(nullptr); };
    columns.push_back({row["number"], field("caller_text"), field("reply_text"), field("caller"), field("decision"),
                       field("reply"), field("timings")});
  }
  const auto back = turns_from(columns.dump());
  ASSERT_EQ(back.size(), 3U);
  EXPECT_EQ(back[0], turn);
  EXPECT_EQ(back[2], second.turns[1]);
}

// As retention leaves it.
TEST(RecordRows, ATurnWhoseWordsAreGoneKeepsItsFigures) {
  const auto back = turns_from(
      R"([[1, null, null, {"confidence": 0.5, "started_ms": 1, "ended_ms": 2}, null, {"interrupted": true}, {"e2e": 3}]])");
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back[0].caller, (CallerSaid{"", 0.5, 1, 2, ""}));
  EXPECT_EQ(back[0].reply, (AgentSaid{"", "", true}));
  EXPECT_EQ(back[0].timings.e2e, 3);
}

TEST(RecordRows, NothingIsAnEmptyArray) {
  EXPECT_EQ(turns_as_rows({{test::record_of(1), WallTime{}, 0}}), "[]");
  EXPECT_EQ(callbacks_as_rows({}), "[]");
  EXPECT_TRUE(turns_from("").empty());
  EXPECT_EQ(greeting_from(""), std::nullopt);
}

}  // namespace
}  // namespace parley
