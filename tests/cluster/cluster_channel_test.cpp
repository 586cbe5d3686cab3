// SPDX-License-Identifier: Apache-2.0
#include "parley/cluster/cluster_channel.hpp"

#include "redis/redis_scene.hpp"

namespace parley {
namespace {

struct Party {
  Party(test::DrivenLoop& driven, const std::string& url, const std::string& name)
      : redis(Redis::create(test::quick(url), driven.home(), *driven.clock, Log(), meters)) {
    ClusterChannel::Listener listener;
    listener.changed = [this](const std::string& organization) { changes.push_back(organization); };
    listener.asked = [this, &driven](std::string request) { return answer(driven, std::move(request)); };
    channel = ClusterChannel::create(*redis, driven.home(), *driven.clock, name, std::move(listener), Log());
    driven.spawn(redis->run());
    driven.spawn(channel->run());
    // Its own channel stands as soon as that of changes does: they are subscribed together.
    EXPECT_TRUE(driven.until([this] { return !changes.empty(); }));
    EXPECT_TRUE(driven.until([this] { return redis->state().ready; }));
    changes.clear();
  }
  Task<std::string> answer(test::DrivenLoop& driven, std::string request) {
    asked.push_back(request);
    if (request == "fail") throw std::runtime_error("a bug");
    if (request == "sleep") co_await driven.clock->sleep_until(driven.clock->now() + 10s);
    co_return "answer to " + request;
  }

  test::CountedMeters meters;
  std::unique_ptr<Redis> redis;
  std::unique_ptr<ClusterChannel> channel;
  std::vector<std::string> changes;
  std::vector<std::string> asked;
};

class ClusterChannelOf : public testing::Test {
 protected:
  void TearDown() override { driven->finish(); }

  void tell_changed(Party& by, const std::string& organization) {
    const auto wait = [](Party& of, std::string what) -> Task<int> {
      co_await of.channel->tell_changed(std::move(what));
      co_return 0;
    };
    driven->run(wait(by, organization));
  }
  Result<std::string> ask(Party& by, const std::string& node, const std::string& request,
                          std::chrono::milliseconds deadline = 1000ms) {
    return driven->run(by.channel->ask(node, request, deadline));
  }
  Fault fault(const Result<std::string>& result) {
    if (result) return Fault::closed;
    return result.error().fault;
  }

  std::unique_ptr<test::DrivenLoop> driven = std::make_unique<test::DrivenLoop>();
  test::RedisRoom room;
  Party a{*driven, room.url(), "a"};
  Party b{*driven, room.url(), "b"};
};

using Strings = std::vector<std::string>;

TEST_F(ClusterChannelOf, TellsEveryOtherOfAChange) {
  tell_changed(a, "demo");
  tell_changed(a, "");
  ASSERT_TRUE(driven->until([&] { return b.changes.size() == 2; }));
  EXPECT_EQ(b.changes, (Strings{"demo", ""}));
  tell_changed(b, "acme");
  ASSERT_TRUE(driven->until([&] { return a.changes.size() == 1; }));
  EXPECT_EQ(a.changes, (Strings{"acme"}));  // and nothing of its own
}

TEST_F(ClusterChannelOf, AsksTheOtherAndItself) {
  EXPECT_EQ(*ask(a, "b", "one"), "answer to one");
  EXPECT_EQ(*ask(b, "a", "two"), "answer to two");
  EXPECT_EQ(*ask(a, "a", "three"), "answer to three");
  EXPECT_EQ(b.asked, (Strings{"one"}));
  EXPECT_EQ(a.asked, (Strings{"two", "three"}));
}

TEST_F(ClusterChannelOf, SeveralRequestsGetTheirOwnAnswers) {
  std::vector<std::string> answers(50);
  std::size_t ended = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto keep = [&answers, &ended, i](std::exception_ptr, const std::optional<std::string>& said) {
      answers[i] = said.value_or("none");
      ++ended;
    };
    const auto one = [](Party& of, std::string request) -> Task<std::optional<std::string>> {
      auto asking = of.channel->ask("b", std::move(request), 1000ms);
      auto said = co_await std::move(asking);
      if (!said) co_return std::nullopt;
      co_return *said;
    };
    asio::co_spawn(driven->loop, one(a, std::to_string(i)), keep);
  }
  ASSERT_TRUE(driven->until([&] { return ended == answers.size(); }));
  for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(answers[i], "answer to " + std::to_string(i));
}

TEST_F(ClusterChannelOf, NobodyThereIsKnownAtOnce) {
  const auto before = driven->clock->now();
  EXPECT_EQ(fault(ask(a, "nobody", "hello", 3000ms)), Fault::unavailable);
  EXPECT_LT(driven->clock->now() - before, 1s);
}

TEST_F(ClusterChannelOf, AnAnswerThatTakesTooLongIsNotWaitedFor) {
  const auto before = driven->clock->now();
  EXPECT_EQ(fault(ask(a, "b", "sleep", 50ms)), Fault::timed_out);
  EXPECT_LT(driven->clock->now() - before, 400ms);
  EXPECT_EQ(*ask(a, "b", "next"), "answer to next");
}

TEST_F(ClusterChannelOf, ARequestThatFailsTakesNothingWithIt) {
  EXPECT_EQ(fault(ask(a, "b", "fail")), Fault::exhausted);
  EXPECT_EQ(*ask(a, "b", "next"), "answer to next");
}

TEST_F(ClusterChannelOf, MoreThanItCanAnswerIsRefusedAndNotKept) {
  std::size_t refused = 0;
  std::size_t late = 0;
  const auto count = [&](std::exception_ptr, Fault of) {
    refused += of == Fault::exhausted;
    late += of == Fault::timed_out;
  };
  const auto one = [](Party& of) -> Task<Fault> {
    auto asking = of.channel->ask("b", "sleep", 300ms);
    auto said = co_await std::move(asking);
    co_return said ? Fault::closed : said.error().fault;
  };
  for (int i = 0; i < 100; ++i) asio::co_spawn(driven->loop, one(a), count);
  ASSERT_TRUE(driven->until([&] { return refused + late == 100; }));
  EXPECT_EQ(refused, 36U);
  EXPECT_EQ(b.asked.size(), 64U);
}

TEST_F(ClusterChannelOf, ForeignMessagesAreDropped) {
  room.tell({"PUBLISH", "parley:to:a", "hello"});
  room.tell({"PUBLISH", "parley:to:a", R"({"kind":"answer","id":"1-1","from":"b","text":"to nobody"})"});
  room.tell({"PUBLISH", "parley:configuration", "hello"});
  ASSERT_TRUE(driven->until([&] { return a.changes.size() == 1; }));
  EXPECT_EQ(a.changes, (Strings{""}));  // unknown what it meant: look at everything
  EXPECT_EQ(*ask(b, "a", "still there"), "answer to still there");
}

TEST_F(ClusterChannelOf, ARequestThatRedisKeptWhileItHungIsNotDoneAnyMore) {
  room.tell({"PUBLISH", "parley:to:a", R"({"kind":"ask","id":"1","from":"b","text":"old","until":1000})"});
  EXPECT_EQ(*ask(b, "a", "new"), "answer to new");
  EXPECT_EQ(a.asked, (Strings{"new"}));
}

TEST_F(ClusterChannelOf, AHungRedisCostsTheDeadline) {
  room.hang();
  const auto before = driven->clock->now();
  EXPECT_NE(fault(ask(a, "b", "hello", 50ms)), Fault::closed);
  EXPECT_LT(driven->clock->now() - before, 400ms);
  tell_changed(a, "demo");
  room.resume();
  ASSERT_TRUE(driven->until([&] { return a.redis->state().ready && b.redis->state().ready; }));
  EXPECT_TRUE(driven->until([&] { return ask(a, "b", "again").has_value(); }));
}

TEST_F(ClusterChannelOf, WhatMayHaveBeenMissedIsLookedAt) {
  room.kill_hard();
  ASSERT_TRUE(driven->until([&] { return !b.redis->state().ready; }));
  tell_changed(a, "demo");
  room.start();
  ASSERT_TRUE(driven->until([&] { return !b.changes.empty(); }));
  EXPECT_EQ(b.changes, (Strings{""}));
}

TEST_F(ClusterChannelOf, ARequestThatIsTooLongIsRefused) {
  EXPECT_EQ(fault(ask(a, "b", std::string(65 * 1024, 'x'))), Fault::invalid_input);
}

}  // namespace
}  // namespace parley
