// SPDX-License-Identifier: Apache-2.0
#include "redis_connection.hpp"

#include "redis_scene.hpp"

namespace parley {
namespace {

class RedisConnectionTo : public testing::Test {
 protected:
  void open() { open(*parse_redis_url(room.url())); }
  void open(const RedisAddress& address) {
    RedisConnection::Listener listener;
    listener.changed = [this] { ++changes; };
    listener.heard = [this](const std::string& channel, std::optional<std::string> message) {
      heard.push_back(channel + ": " + message.value_or("(subscribed)"));
    };
    connection = std::make_unique<RedisConnection>(address, driven.home(), *driven.clock, std::move(listener));
  }
  void ask(const RedisCommand& command) {
    connection->ask(command, [this](const Result<RedisReply>& reply) {
      answers.push_back(reply ? reply->text : "error: " + reply.error().message);
    });
  }

  test::RedisRoom room;
  test::DrivenLoop driven;
  int changes = 0;
  std::vector<std::string> answers;
  std::vector<std::string> heard;
  std::unique_ptr<RedisConnection> connection;
};

using Strings = std::vector<std::string>;

TEST_F(RedisConnectionTo, AnswersInOrderWhatWasAskedBeforeItStood) {
  open();
  ask({"ECHO", "one"});
  ask({"ECHO", "two"});
  EXPECT_EQ(connection->outstanding(), 2U);
  ASSERT_TRUE(driven.until([&] { return answers.size() == 2; }));
  EXPECT_EQ(answers, (Strings{"one", "two"}));
  EXPECT_EQ(connection->outstanding(), 0U);
  EXPECT_GE(connection->last_heard(), Instant{});
}

TEST_F(RedisConnectionTo, WhatIsFailedInTimeIsDroppedWhenItComesLate) {
  open();
  ask({"ECHO", "late"});
  const auto asked = connection->oldest_asked();
  connection->fail_asked_until(asked - 1ms);
  EXPECT_TRUE(answers.empty());
  EXPECT_EQ(connection->oldest_awaited(), asked);
  connection->fail_asked_until(asked);
  EXPECT_EQ(answers, (Strings{"error: Redis did not answer in time"}));
  EXPECT_EQ(connection->oldest_awaited(), std::nullopt);
  EXPECT_EQ(connection->outstanding(), 1U);  // the server still owes it
  ask({"ECHO", "next"});
  ASSERT_TRUE(driven.until([&] { return answers.size() == 2; }));
  EXPECT_EQ(answers[1], "next");
}

TEST_F(RedisConnectionTo, HearsItsChannelsAndWhenTheyStand) {
  open();
  connection->subscribe("one");
  connection->subscribe("two");
  ASSERT_TRUE(driven.until([&] { return heard.size() == 2; }));
  EXPECT_EQ(connection->outstanding(), 0U);
  EXPECT_EQ(room.tell({"PUBLISH", "two", "hello"}), "1");
  ASSERT_TRUE(driven.until([&] { return heard.size() == 3; }));
  EXPECT_EQ(heard, (Strings{"one: (subscribed)", "two: (subscribed)", "two: hello"}));
  connection->subscribe("one");  // a second time is no second subscription
  ASSERT_TRUE(driven.until([&] { return heard.size() == 4; }));
  EXPECT_EQ(room.tell({"PUBLISH", "one", "again"}), "1");
  ASSERT_TRUE(driven.until([&] { return heard.size() == 5; }));
  EXPECT_EQ(heard.back(), "one: again");
}

TEST_F(RedisConnectionTo, ToldWhenTheServerGoesAndFailsWhatIsOutstanding) {
  open();
  ask({"PING"});
  ASSERT_TRUE(driven.until([&] { return answers.size() == 1; }));
  room.hang();
  ask({"PING"});
  ask({"PING"});
  const int before = changes;
  room.kill_hard();
  ASSERT_TRUE(driven.until([&] { return !connection->alive(); }));
  EXPECT_EQ(answers.size(), 3U);
  EXPECT_TRUE(answers[2].starts_with("error: "));
  EXPECT_GT(changes, before);
  EXPECT_FALSE(connection->ended_by().empty());
  ask({"PING"});
  EXPECT_EQ(answers.size(), 4U);  // at once
}

// A write to a socket that the server has closed raises SIGPIPE, which would end the process.
TEST_F(RedisConnectionTo, WritingToAServerThatIsGoneEndsNothingButTheConnection) {
  open();
  ask({"PING"});
  ASSERT_TRUE(driven.until([&] { return answers.size() == 1; }));
  room.kill_hard();
  ask({"SET", "key", std::string(1 << 20, 'x')});
  ASSERT_TRUE(driven.until([&] { return !connection->alive(); }));
}

TEST_F(RedisConnectionTo, NobodyFailsWithoutWaiting) {
  RedisAddress nobody;
  nobody.path = room.socket() + "-of-nobody";
  open(nobody);
  EXPECT_FALSE(connection->alive());
  EXPECT_EQ(connection->ended_by(), "No such file or directory");
}

TEST_F(RedisConnectionTo, DestroyingItAnswersWhoeverWaits) {
  open();
  room.hang();
  ask({"PING"});
  connection.reset();
  EXPECT_EQ(answers, (Strings{"error: we closed the connection"}));
}

}  // namespace
}  // namespace parley
