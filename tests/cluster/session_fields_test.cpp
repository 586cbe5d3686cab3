// SPDX-License-Identifier: Apache-2.0
#include "session_fields.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/call_records.hpp"

namespace parley {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

CallRecord record_with_turns() {
  auto record = test::record_of(7);
  record.answered_at = record.started_at + 2s;
  for (std::uint32_t number : {1U, 2U}) {
    TurnRecord turn;
    turn.number = number;
    turn.caller.emplace().text = "question " + std::to_string(number);
    turn.reply.emplace().text = "answer " + std::to_string(number);
    record.turns.push_back(turn);
  }
  return record;
}

std::string field(const LiveSession& session, const std::string& name) {
  const auto place =
      std::find_if(session.fields.begin(), session.fields.end(), [&](const auto& one) { return one.first == name; });
  return place == session.fields.end() ? "(absent)" : place->second;
}

Fields with(Fields fields, const std::string& name, const std::string& value) {
  for (auto& [field, kept] : fields) {
    if (field == name) kept = value;
  }
  return fields;
}

Fields without(Fields fields, const std::string& name) {
  std::erase_if(fields, [&](const auto& one) { return one.first == name; });
  return fields;
}

TEST(SessionFields, TellTheCallAndItsLastTurn) {
  const auto session = live_session(record_with_turns(), "node-a");
  const std::pair<const char*, const char*> expected[] = {
      {"organization", "demo"},
      {"node", "node-a"},
      {"from", "+15550123"},
      {"to", "demo"},
      {"transport", "sip"},
      {"started_at", "1007000"},
      {"answered_at", "1009000"},
      {"turns", "2"},
      {"last_caller_text", "question 2"},
      {"last_reply_text", "answer 2"},
  };
  for (const auto& [name, value] : expected) EXPECT_EQ(field(session, name), value) << name;
  EXPECT_EQ(session.fields.size(), std::size(expected));
}

TEST(SessionFields, ComeBackAsARecordWhoseLastTurnStandsForAll) {
  const auto record = record_with_turns();
  const auto read = read_session(record.id, live_session(record, "node-a").fields);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->node, "node-a");
  EXPECT_EQ(read->id, record.id);
  EXPECT_EQ(read->organization, record.organization);
  EXPECT_EQ(read->started_at, record.started_at);
  EXPECT_EQ(read->answered_at, record.answered_at);
  EXPECT_EQ(read->ended_at, std::nullopt);
  ASSERT_EQ(read->turns.size(), 1U);
  EXPECT_EQ(read->turns[0].number, 2U);
  EXPECT_EQ(read->turns[0].caller->text, "question 2");
  EXPECT_EQ(read->turns[0].reply->text, "answer 2");
}

TEST(SessionFields, BeforeTheFirstTurnTheGreetingIsTheLastReply) {
  auto record = test::record_of(7);
  record.greeting.emplace().text = "Hello.";
  const auto session = live_session(record, "node-a");
  EXPECT_EQ(field(session, "answered_at"), "(absent)");
  const auto read = read_session(record.id, session.fields);
  EXPECT_TRUE(read->turns.empty());
  EXPECT_EQ(read->greeting->text, "Hello.");
}

TEST(SessionFields, LongTextsAreCutBetweenCharacters) {
  auto record = record_with_turns();
  std::string text = "x";
  while (text.size() < 5000) text += "\xC3\xA9";
  record.turns.back().caller->text = text;
  record.from = text;
  record.to = "broken \xC3";
  const auto session = live_session(record, "node-a");
  EXPECT_EQ(field(session, "last_caller_text").size(), 1999U);
  EXPECT_EQ(field(session, "from").size(), 255U);
  EXPECT_EQ(field(session, "to"), "broken ");
  EXPECT_TRUE(read_session(record.id, session.fields));
}

TEST(SessionFields, DamagedOnesAreNotRead) {
  const auto call = test::call_id(7);
  const auto good = live_session(record_with_turns(), "node-a").fields;
  ASSERT_TRUE(read_session(call, good));
  EXPECT_FALSE(read_session(call, {}));
  for (const auto& [name, value] : good) {
    EXPECT_EQ(read_session(call, without(good, name)).has_value(), name == "answered_at") << name;
    EXPECT_FALSE(read_session(call, with(good, name, "broken \xC3"))) << name;
  }
  const std::pair<const char*, std::string> cases[] = {
      {"started_at", "yesterday"},
      {"started_at", "-1"},
      {"started_at", "99999999999999999999"},
      {"started_at", ""},
      {"answered_at", "1x"},
      {"turns", "-1"},
      {"turns", "4294967295"},
      {"turns", "1.5"},
      {"organization", ""},
      {"node", ""},
      {"from", std::string(257, '1')},
      {"last_caller_text", std::string(2001, 'x')},
      {"to", "\xED\xA0\x80"},
      {"to", "\xC0\xAF"},
      {"to", "\xF5\x80\x80\x80"},
      {"to", "\x80"},
  };
  for (const auto& [name, value] : cases) EXPECT_FALSE(read_session(call, with(good, name, value))) << name << value;
}

}  // namespace
}  // namespace parley
