// SPDX-License-Identifier: Apache-2.0
#include "session_keys.hpp"

#include <gtest/gtest.h>

#include "support/call_records.hpp"
#include "support/redis_room.hpp"

namespace parley {
namespace {

// What the commands do to a real Redis; one after the other, since what binds them is not looked at here.
class SessionKeys : public testing::Test {
 protected:
  void tell(const std::vector<RedisCommand>& commands) {
    for (const auto& command : commands) {
      const auto said = room.tell(command);
      EXPECT_FALSE(said.starts_with('-')) << command[0] << ": " << said;
    }
  }
  int lives(const std::string& key) { return std::stoi(room.tell({"TTL", key})); }
  const std::string id = test::call_id(1).to_string();
  test::RedisRoom room;
};

TEST_F(SessionKeys, ASessionIsAHashAPlaceInTheListAndADirectoryEntryThatAllGoByThemselves) {
  tell(tell_session(live_session(test::record_of(1), "node-a"), "node-a"));
  EXPECT_EQ(room.tell({"HGET", "parley:session:" + id, "node"}), "node-a");
  EXPECT_EQ(room.tell({"GET", "parley:call_node:" + id}), "node-a");
  EXPECT_EQ(room.tell({"ZSCORE", "parley:sessions:demo", id}), "1001000");
  EXPECT_NEAR(lives("parley:session:" + id), 60, 1);
  EXPECT_NEAR(lives("parley:call_node:" + id), 60, 1);
  EXPECT_NEAR(lives("parley:sessions:demo"), 120, 1);
  tell(take_back_session(live_session(test::record_of(1), "node-a")));
  EXPECT_EQ(room.tell({"DBSIZE"}), "0");
}

TEST_F(SessionKeys, AStateReplacesTheOneBeforeAsAWhole) {
  auto record = test::record_of(1);
  record.answered_at = record.started_at;
  tell(tell_session(live_session(record, "node-a"), "node-a"));
  record.answered_at.reset();
  tell(tell_session(live_session(record, "node-a"), "node-a"));
  EXPECT_EQ(room.tell({"HEXISTS", "parley:session:" + id, "answered_at"}), "0");
}

TEST_F(SessionKeys, AHeartbeatSaysWhetherTheNodeWasKnown) {
  const auto commands = beat({"node-a", "0.1", WallTime{5ms}, WallTime{9ms}, 3});
  EXPECT_EQ(room.tell(commands[0]), "0");
  tell(commands);
  EXPECT_EQ(room.tell(commands[0]), "1");
  EXPECT_EQ(room.tell({"HMGET", "parley:node:node-a", "started_at", "version", "calls"}), "5\n0.1\n3");
  EXPECT_NEAR(lives("parley:node:node-a"), 15, 1);
  EXPECT_EQ(room.tell(list_nodes()), "node-a");
  tell(take_leave("node-a"));
  EXPECT_EQ(room.tell({"DBSIZE"}), "0");
}

TEST_F(SessionKeys, NodesWithoutAHeartbeatLeaveTheList) {
  tell(beat({"node-a", "", {}, {}, 0}));
  tell(beat({"node-b", "", {}, {}, 0}));
  room.tell({"DEL", "parley:node:node-a"});
  EXPECT_EQ(room.tell(list_nodes()), "node-b");
  EXPECT_EQ(room.tell({"ZRANGE", "parley:nodes", "0", "-1"}), "node-b");
}

TEST_F(SessionKeys, OnlyAListThatIsNoneIsMended) {
  room.tell({"ZADD", "list", "1", "x"});
  EXPECT_EQ(room.tell(mend_list("list")), "0");
  room.tell({"SET", "plain", "text"});
  EXPECT_EQ(room.tell(mend_list("plain")), "1");
  EXPECT_EQ(room.tell({"EXISTS", "list", "plain"}), "1");
}

}  // namespace
}  // namespace parley
