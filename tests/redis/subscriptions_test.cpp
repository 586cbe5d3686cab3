// SPDX-License-Identifier: Apache-2.0
#include "subscriptions.hpp"

#include "redis_scene.hpp"

namespace parley {
namespace {

class SubscriptionsTo : public testing::Test {
 protected:
  SubscriptionsTo()
      : subscriptions(
            *parse_redis_url(room.url()), {100ms, 5ms, 40ms}, driven->home(), *driven->clock, [] { return 0.5; },
            [this](const std::string& said) { problem = said; }) {
    driven->spawn(subscriptions.run());
  }
  void listen(const std::string& channel) {
    subscriptions.add(
        channel, [this, channel](const std::string& message) { news.push_back(channel + ": " + message); },
        [this, channel] { news.push_back(channel + " stands"); });
  }
  bool heard(std::size_t count) {
    return driven->until([&] { return news.size() >= count; });
  }

  std::unique_ptr<test::DrivenLoop> driven = std::make_unique<test::DrivenLoop>();
  test::RedisRoom room;
  std::string problem = "not asked yet";
  std::vector<std::string> news;
  Subscriptions subscriptions;

  void TearDown() override { driven->finish(); }
};

using Strings = std::vector<std::string>;

TEST_F(SubscriptionsTo, HearWhatIsPublishedFromThenOn) {
  listen("one");
  listen("two");
  ASSERT_TRUE(heard(2));
  EXPECT_EQ(problem, "");
  room.tell({"PUBLISH", "one", "hello"});
  room.tell({"PUBLISH", "three", "to nobody"});
  room.tell({"PUBLISH", "two", std::string("a\0b", 3)});
  ASSERT_TRUE(heard(4));
  EXPECT_EQ(news, (Strings{"one stands", "two stands", "one: hello", std::string("two: a\0b", 8)}));
}

TEST_F(SubscriptionsTo, WithoutAChannelThereIsNoConnection) {
  driven->run_for(20ms);
  EXPECT_EQ(problem, "not asked yet");
  EXPECT_EQ(room.tell({"CLIENT", "LIST", "TYPE", "pubsub"}), "");
}

TEST_F(SubscriptionsTo, ALaterChannelJoinsTheConnection) {
  listen("one");
  ASSERT_TRUE(heard(1));
  listen("two");
  ASSERT_TRUE(heard(2));
  EXPECT_EQ(room.tell({"PUBLISH", "two", "x"}), "1");
  ASSERT_TRUE(heard(3));
}

TEST_F(SubscriptionsTo, SayThatTheyStandAnewAfterTheServerWasAway) {
  listen("one");
  ASSERT_TRUE(heard(1));
  room.kill_hard();
  ASSERT_TRUE(driven->until([&] { return !problem.empty(); }));
  room.start();
  ASSERT_TRUE(heard(2));
  EXPECT_EQ(news[1], "one stands");  // whatever was said in between is lost, and that is told
  EXPECT_TRUE(driven->until([&] { return problem.empty(); }));
  room.tell({"PUBLISH", "one", "after"});
  ASSERT_TRUE(heard(3));
  EXPECT_EQ(news[2], "one: after");
}

TEST_F(SubscriptionsTo, ALossIsToldAsAGapWhenTooMuchComesAtOnce) {
  listen("one");
  ASSERT_TRUE(heard(1));
  // Everything arrives in one piece, before anything is delivered.
  std::string script = "for i = 1, 5000 do redis.call('PUBLISH', 'one', i) end";
  room.tell({"EVAL", script, "0"});
  ASSERT_TRUE(driven->until([&] { return news.back() == "one: 5000"; }));
  const auto gaps = std::count(news.begin() + 1, news.end(), "one stands");
  EXPECT_TRUE(news.size() == 5001 || gaps > 0) << news.size();
}

}  // namespace
}  // namespace parley
