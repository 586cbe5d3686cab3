// SPDX-License-Identifier: Apache-2.0
// A server that hangs, is killed, restarts.
#include <gtest/gtest.h>

#include <boost/asio/post.hpp>

#include "database/asked.hpp"

namespace parley {
namespace {

using namespace test;

constexpr auto kDeadline = 300ms;
constexpr auto kAtMost = 3s;  // on a machine that is busy with other things

class OutageOnPostgres : public ::testing::Test {
 protected:
  void SetUp() override { make_two_tenants(); }
  void TearDown() override { PostgresRoom::shared().restart(); }

  static Duration span_of(AskedDatabase& asked, const std::function<void()>& act) {
    const auto begin = asked.clock->now();
    act();
    return asked.clock->now() - begin;
  }
};

TEST_F(OutageOnPostgres, AHungServerCostsTheDeadlineAndNoMore) {
  auto& room = PostgresRoom::shared();
  AskedDatabase asked(2, kDeadline);
  ASSERT_EQ(asked.tenant(kAlpha), "alpha");
  room.hang();
  for (int i = 0; i < 3; ++i) {  // on the pooled connection, then on new ones
    Result<Rows> rows = Rows();
    const auto span = span_of(asked, [&] { rows = asked.read(kAlpha, "SELECT 1"); });
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().fault, Fault::timed_out) << rows.error().message;
    EXPECT_GE(span, kDeadline - 50ms);
    EXPECT_LT(span, kAtMost);
    EXPECT_FALSE(asked.database->state().ready);
  }
  room.wake();
  EXPECT_EQ(asked.tenant(kAlpha), "alpha");
  EXPECT_TRUE(asked.database->state().ready);
}

TEST_F(OutageOnPostgres, WhoWaitsBehindAHungServerIsToldInTimeToo) {
  AskedDatabase asked(1, kDeadline);
  ASSERT_EQ(asked.tenant(kAlpha), "alpha");
  PostgresRoom::shared().hang();
  auto ask = [](DatabaseSession& session) { return session.execute("SELECT 1"); };
  const auto span = span_of(asked, [&] {
    std::vector<std::future<Result<Rows>>> all;
    for (int i = 0; i < 20; ++i) all.push_back(asked.loop.start(asked.database->read(kAlpha, ask)));
    for (auto& one : all) EXPECT_EQ(one.get().error().fault, Fault::timed_out);
  });
  EXPECT_LT(span, kAtMost);
}

TEST_F(OutageOnPostgres, GoesWithinTheDeadlineWhileTheServerHangs) {
  auto asked = std::make_unique<AskedDatabase>(1, kDeadline);
  ASSERT_EQ(asked->tenant(kAlpha), "alpha");
  PostgresRoom::shared().hang();
  auto ask = [](DatabaseSession& session) { return session.execute("SELECT 1"); };
  auto first = asked->loop.start(asked->database->read(kAlpha, ask));
  auto second = asked->loop.start(asked->database->read(kAlpha, ask));
  std::promise<void> both_wait;
  asio::post(asked->loop.home(), [&] { both_wait.set_value(); });
  both_wait.get_future().wait();
  const auto span = span_of(*asked, [&] { asked->database.reset(); });
  EXPECT_LT(span, kAtMost);
  EXPECT_FALSE(first.get());
  EXPECT_FALSE(second.get());
}

TEST_F(OutageOnPostgres, FailsAtOnceWhileTheServerIsGoneAndRecoversByItself) {
  auto& room = PostgresRoom::shared();
  AskedDatabase asked(1, 10s);
  ASSERT_EQ(asked.tenant(kAlpha), "alpha");
  room.kill();
  for (int i = 0; i < 2; ++i) {
    Result<Rows> rows = Rows();
    const auto span = span_of(asked, [&] { rows = asked.read(kAlpha, "SELECT 1"); });
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().fault, Fault::unavailable) << rows.error().message;
    EXPECT_LT(span, kAtMost);
  }
  room.restart();
  EXPECT_EQ(asked.tenant(kAlpha), "alpha");
  EXPECT_TRUE(asked.database->state().ready);
}

// The pooled connections are dead and nobody is told of it.
TEST_F(OutageOnPostgres, ARestartBetweenTwoQuestionsIsNotNoticed) {
  auto& room = PostgresRoom::shared();
  AskedDatabase asked(1, 10s);
  ASSERT_EQ(asked.tenant(kAlpha), "alpha");
  room.restart();
  EXPECT_EQ(asked.tenant(kBeta), "beta");
  room.restart();
  const auto changed = asked.transact(kBeta, "UPDATE tenants SET version = version + 1 WHERE id = parley_tenant()");
  ASSERT_TRUE(changed) << changed.error().message;
  EXPECT_EQ(changed->affected(), 1U);
  room.kill();
  room.restart();
  EXPECT_EQ(asked.tenant(kAlpha), "alpha");
}

TEST_F(OutageOnPostgres, WorkIsNotDoneAgainWhenItsConnectionGoesInTheMiddle) {
  auto& room = PostgresRoom::shared();
  AskedDatabase asked(1, 10s);
  int runs = 0;
  auto lose = [&](DatabaseSession& session) -> Result<Rows> {
    ++runs;
    auto first = session.execute("UPDATE tenants SET version = version + 1");
    if (!first) return first;
    room.restart();
    return session.execute("SELECT 1");
  };
  const auto lost = asked.transact(kAlpha, lose);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().fault, Fault::unavailable);
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(asked.read(kNobody, "SELECT max(version) FROM tenants")->integer(0, 0), 1);
}

TEST_F(OutageOnPostgres, ACommitThatLosesItsConnectionIsInDoubt) {
  auto& room = PostgresRoom::shared();
  AskedDatabase asked(1, 10s);
  auto lose = [&](DatabaseSession& session) -> Result<Rows> {
    auto changed = session.execute("UPDATE tenants SET version = version + 1");
    if (changed) room.kill();
    return changed;
  };
  const auto lost = asked.transact(kAlpha, lose);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().fault, Fault::unavailable);
  EXPECT_NE(lost.error().message.find("in doubt"), std::string::npos) << lost.error().message;
}

TEST_F(OutageOnPostgres, AThreadOfItsOwnIsCutAtItsOwnDeadline) {
  auto& room = PostgresRoom::shared();
  AskedDatabase asked(1, 10s);
  auto ask = [](DatabaseSession& session) -> std::optional<Error> {
    auto rows = session.execute("SELECT 1");
    if (!rows) return rows.error();
    return std::nullopt;
  };
  ASSERT_EQ(asked.database->transact_here(kAlpha, kDeadline, ask), std::nullopt);
  room.hang();
  std::optional<Error> failed;
  EXPECT_LT(span_of(asked, [&] { failed = asked.database->transact_here(kAlpha, kDeadline, ask); }), kAtMost);
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->fault, Fault::timed_out);
  room.wake();
  EXPECT_EQ(asked.database->transact_here(kAlpha, 10s, ask), std::nullopt);
}

}  // namespace
}  // namespace parley
