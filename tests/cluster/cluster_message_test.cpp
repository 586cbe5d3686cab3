// SPDX-License-Identifier: Apache-2.0
#include "cluster_message.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(ClusterMessage, ComesBackAsItWasWritten) {
  const ChangedMessage changed{"node-a", "demo"};
  EXPECT_EQ(read_changed(write_message(changed)), changed);
  const NodeMessage messages[] = {
      {NodeMessage::Kind::ask, "7-1", "node-a", "{\"say\":\"hello\"}", WallTime{1'790'000'000'123ms}},
      {NodeMessage::Kind::answer, "7-1", "node-b", "done \xE2\x9C\x93", {}},
      {NodeMessage::Kind::refused, "7-1", "node-b", {}, {}},
  };
  for (const auto& message : messages) EXPECT_EQ(read_node_message(write_message(message)), message);
}

TEST(ClusterMessage, BytesThatAreNoTextAreReplaced) {
  const NodeMessage message{NodeMessage::Kind::answer, "1", "a", "\xFF!", {}};
  EXPECT_EQ(read_node_message(write_message(message))->text, "\xEF\xBF\xBD!");
}

TEST(ClusterMessage, OthersAreNotRead) {
  for (const char* text : {"", "hello", "[]", "{}", "null", R"({"node":"a"})", R"({"node":1,"organization":"x"})"}) {
    EXPECT_EQ(read_changed(text), std::nullopt) << text;
  }
  for (const char* text : {
           "",
           "{",
           "[]",
           R"({"kind":"ask"})",
           R"({"kind":"ask","id":"1","from":"a","text":"x"})",
           R"({"kind":"ask","id":"1","from":"a","text":"x","until":"soon"})",
           R"({"kind":"ask","id":"1","from":"a","until":1})",
           R"({"kind":"shout","id":"1","from":"a","text":"x"})",
           R"({"kind":"answer","id":1,"from":"a","text":"x"})",
           R"({"kind":"answer","id":"1","text":"x"})",
           R"({"kind":"answer","id":"1","from":"a"})",
       }) {
    EXPECT_EQ(read_node_message(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace parley
