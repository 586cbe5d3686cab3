// SPDX-License-Identifier: Apache-2.0
#include "redis_line.hpp"

#include <boost/asio/ip/tcp.hpp>

#include "redis_scene.hpp"
#include "support/manual_clock.hpp"

namespace parley {
namespace {

// Time stands still unless a test moves it: what a line does by itself on a real socket is told from what it does in
// its time.
class RedisLineTo : public testing::Test {
 protected:
  void keep(const std::string& url) {
    RedisLine::Hooks hooks;
    hooks.stood = [this] { ++stood; };
    hooks.ended = [this](const Error& why) { ended.push_back(why.message); };
    hooks.probe = [this] {
      ++probes;
      line->connection()->ask({"PING"}, [this](const Result<RedisReply>& reply) { probe_answers += bool(reply); });
    };
    line = std::make_unique<RedisLine>(
        *parse_redis_url(url), LinkPolicy::Pauses{100ms, 100ms, 800ms}, driven->home(), clock, [] { return 0.0; },
        std::move(hooks));
    driven->spawn(line->keep());
  }
  bool until(const std::function<bool()>& happened) { return driven->until(happened); }
  void TearDown() override { driven->finish(); }

  std::unique_ptr<test::DrivenLoop> driven = std::make_unique<test::DrivenLoop>();
  test::RedisRoom room;
  test::ManualClock clock{driven->loop};
  std::unique_ptr<RedisLine> line;
  int stood = 0;
  int probes = 0;
  int probe_answers = 0;
  std::vector<std::string> ended;
};

TEST_F(RedisLineTo, ConnectsAndProbesWhatIsQuiet) {
  keep(room.url());
  ASSERT_TRUE(until([&] { return stood == 1; }));
  clock.advance(4999ms);
  EXPECT_EQ(probes, 0);
  clock.advance(1ms);
  EXPECT_EQ(probes, 1);
  ASSERT_TRUE(until([&] { return probe_answers == 1; }));
  EXPECT_NE(line->connection(), nullptr);
}

TEST_F(RedisLineTo, APeerThatFellSilentIsFoundByItsProbeAndGivenUp) {
  keep(room.url());
  ASSERT_TRUE(until([&] { return stood == 1; }));
  room.hang();
  clock.advance(5s);
  EXPECT_EQ(probes, 1);
  clock.advance(99ms);
  EXPECT_TRUE(ended.empty());
  clock.advance(1ms);
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0], "Redis at " + room.socket() + ": it does not answer");
  EXPECT_EQ(line->connection(), nullptr);
  room.resume();
  clock.advance(50ms);
  EXPECT_TRUE(until([&] { return stood == 2; }));
}

TEST_F(RedisLineTo, AHungServerThatTakesConnectionsDoesNotStand) {
  room.hang();
  keep(room.url());
  clock.advance(399ms);
  EXPECT_TRUE(ended.empty());
  clock.advance(1ms);
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0], "Redis at " + room.socket() + ": it takes connections and does not answer");
  EXPECT_EQ(stood, 0);
}

TEST_F(RedisLineTo, TriesLessAndLessOften) {
  keep("unix://" + room.socket() + "-of-nobody");
  ASSERT_TRUE(until([&] { return ended.size() == 1; }));
  clock.advance(49ms);
  EXPECT_EQ(ended.size(), 1U);
  clock.advance(1ms);
  EXPECT_EQ(ended.size(), 2U);
  clock.advance(99ms);
  EXPECT_EQ(ended.size(), 2U);
  clock.advance(1ms);
  EXPECT_EQ(ended.size(), 3U);
  clock.advance(10s);  // then every 400 ms: half of the longest pause, as chance says 0
  EXPECT_EQ(ended.size(), 28U);
}

TEST_F(RedisLineTo, ANameWithoutAnAddressIsAProblemOfTheTry) {
  keep("redis://no-such-host.invalid");
  ASSERT_TRUE(until([&] { return ended.size() == 1; }));
  EXPECT_TRUE(ended[0].starts_with("Redis at no-such-host.invalid:6379: ")) << ended[0];
}

}  // namespace
}  // namespace parley
