// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include "redis_scene.hpp"

namespace parley {
namespace {

using test::words;

class RedisClient : public testing::Test {
 protected:
  void TearDown() override { driven->finish(); }

  void connect(RedisSettings settings) {
    redis = Redis::create(std::move(settings), driven->home(), *driven->clock, Log(), meters);
    driven->spawn(redis->run());
  }
  void connect() {
    connect(test::quick(room.url()));
    ASSERT_TRUE(ready());
  }
  bool ready() {
    return driven->until([this] { return redis->state().ready; });
  }
  bool lost() {
    return driven->until([this] { return !redis->state().ready; });
  }
  Result<RedisReply> ask(RedisCommand command) { return driven->run(redis->command(std::move(command))); }
  // How long it took is checked too: nothing may wait longer than the deadline of 100 ms and a scheduling margin.
  Error failure_of(RedisCommand command) {
    const auto before = driven->clock->now();
    const auto reply = ask(std::move(command));
    EXPECT_LT(driven->clock->now() - before, 400ms);
    if (reply) return Error{Fault::closed, "it did not fail"};
    return reply.error();
  }
  std::uint64_t errors(const char* kind) {
    return meters.counter("parley_redis_errors_total", "", {{"kind", kind}}).value();
  }

  std::unique_ptr<test::DrivenLoop> driven = std::make_unique<test::DrivenLoop>();
  test::RedisRoom room;
  test::CountedMeters meters;
  std::unique_ptr<Redis> redis;
};

TEST_F(RedisClient, AnswersOverAUnixSocket) {
  connect();
  EXPECT_EQ(ask({"SET", "greeting", "hello"})->text, "OK");
  EXPECT_EQ(ask({"GET", "greeting"})->text, "hello");
  EXPECT_EQ(ask({"GET", "nothing"})->kind, RedisReply::Kind::nil);
  EXPECT_EQ(room.tell({"GET", "greeting"}), "hello");
  EXPECT_EQ(meters.counter("parley_redis_commands_total", "").value(), 3U);
  EXPECT_EQ(meters.gauge("parley_redis_connected", "").value(), 1);
}

TEST_F(RedisClient, AnswersOverTcpByNumberAndByName) {
  connect(test::quick(room.tcp_url()));
  ASSERT_TRUE(ready());
  EXPECT_EQ(ask({"PING"})->text, "PONG");
  auto named = Redis::create(test::quick("redis://localhost:" + std::to_string(room.port())), driven->home(),
                             *driven->clock, Log(), meters);
  driven->spawn(named->run());
  // localhost may stand for ::1 first, where nobody listens: the next try takes the other.
  EXPECT_TRUE(driven->until([&] { return named->state().ready; })) << named->state().problem;
  driven->finish();
}

TEST_F(RedisClient, BytesOfEveryKindPassUnchanged) {
  connect();
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  std::string much;
  while (much.size() < 300'000) much += bytes;  // many reads and writes
  EXPECT_EQ(ask({"SET", bytes, much})->text, "OK");
  EXPECT_EQ(ask({"GET", bytes})->text, much);
}

TEST_F(RedisClient, KnowsItsPasswordAndItsDatabase) {
  room.tell({"CONFIG", "SET", "requirepass", "sesame"});
  connect(test::quick("unix://:sesame@" + room.socket() + "?db=5"));
  ASSERT_TRUE(ready()) << redis->state().problem;
  EXPECT_EQ(ask({"SET", "here", "1"})->text, "OK");
  EXPECT_NE(ask({"CLIENT", "INFO"})->text.find(" db=5 "), std::string::npos);
}

TEST_F(RedisClient, AWrongPasswordIsSaidAndNotRepeated) {
  room.tell({"CONFIG", "SET", "requirepass", "sesame"});
  connect(test::quick("unix://:hunter2@" + room.socket()));
  ASSERT_TRUE(driven->until([&] { return redis->state().problem.find("refused") != std::string::npos; }));
  EXPECT_FALSE(redis->state().ready);
  EXPECT_EQ(redis->state().problem.find("hunter2"), std::string::npos);
  EXPECT_EQ(failure_of({"PING"}).fault, Fault::unavailable);
}

TEST_F(RedisClient, WithoutAUrlItFailsAtOnceAndItsRootWaits) {
  connect(RedisSettings{});
  EXPECT_FALSE(redis->state().configured);
  EXPECT_EQ(failure_of({"PING"}).fault, Fault::unavailable);
  redis->subscribe(
      "news", [](const std::string&) {}, [] {});
}

TEST_F(RedisClient, WrongTypeAndUnknownCommandAreErrorsOfTheCommandAlone) {
  connect();
  ask({"SET", "plain", "text"}).value();
  EXPECT_EQ(failure_of({"HGETALL", "plain"}).fault, Fault::conflict);
  EXPECT_EQ(failure_of({"NO-SUCH-COMMAND"}).fault, Fault::invalid_input);
  EXPECT_EQ(failure_of({}).fault, Fault::invalid_input);
  EXPECT_EQ(failure_of({"subscribe", "news"}).fault, Fault::invalid_input);
  EXPECT_TRUE(ask({"PING"}));
  EXPECT_EQ(errors("wrong_type"), 1U);
  EXPECT_EQ(errors("refused"), 3U);
}

TEST_F(RedisClient, OutOfMemoryIsAnErrorAndPassesByItself) {
  connect();
  room.fill_up();
  EXPECT_EQ(failure_of({"SET", "a", "b"}).fault, Fault::exhausted);
  EXPECT_EQ(errors("out_of_memory"), 1U);
  room.make_room();
  EXPECT_TRUE(ask({"SET", "a", "b"}));
  EXPECT_TRUE(redis->state().ready);
}

TEST_F(RedisClient, ATransactionRunsAsAWhole) {
  connect();
  const auto done = driven->run(redis->transaction({{"SET", "n", "41"}, {"INCR", "n"}, {"GET", "n"}}));
  ASSERT_TRUE(done);
  EXPECT_EQ((*done)[0].text, "OK");
  EXPECT_EQ((*done)[1].integer, 42);
  EXPECT_EQ((*done)[2].text, "42");
  EXPECT_TRUE(driven->run(redis->transaction({}))->empty());
}

TEST_F(RedisClient, ATransactionThatCannotBeQueuedDoesNothing) {
  connect();
  const auto done = driven->run(redis->transaction({{"SET", "n", "1"}, {"NO-SUCH-COMMAND"}}));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::invalid_input);
  EXPECT_NE(done.error().message.find("unknown command"), std::string::npos);
  EXPECT_EQ(room.tell({"GET", "n"}), "(nil)");
  EXPECT_EQ(driven->run(redis->transaction({{"SET", "n", "1"}, {"EXEC"}})).error().fault, Fault::invalid_input);
  EXPECT_TRUE(ask({"PING"}));
}

TEST_F(RedisClient, AHungServerCostsADeadlineAndIsBackByItself) {
  connect();
  room.hang();
  EXPECT_EQ(failure_of({"PING"}).fault, Fault::timed_out);
  ASSERT_TRUE(lost());
  EXPECT_EQ(errors("timed_out"), 1U);
  const auto before = driven->clock->now();
  EXPECT_EQ(failure_of({"PING"}).fault, Fault::unavailable);
  EXPECT_LT(driven->clock->now() - before, 50ms);  // known to be away: nobody waits any more
  ASSERT_TRUE(driven->until([&] { return redis->state().problem.find("does not answer") != std::string::npos; }));
  room.resume();
  ASSERT_TRUE(ready());
  EXPECT_TRUE(ask({"PING"}));
}

TEST_F(RedisClient, EverythingUnderWayWhenItHangsFailsInTime) {
  connect();
  room.hang();
  std::vector<Result<RedisReply>> replies;
  const auto collect = [&](std::exception_ptr, std::optional<Result<RedisReply>> reply) {
    replies.push_back(std::move(*reply));
  };
  const auto one = [](Redis& of) -> Task<std::optional<Result<RedisReply>>> {
    RedisCommand ping = {"PING"};
    co_return co_await of.command(std::move(ping));
  };
  for (int i = 0; i < 50; ++i) asio::co_spawn(driven->loop, one(*redis), collect);
  ASSERT_TRUE(driven->until([&] { return replies.size() == 50; }));
  for (const auto& reply : replies) EXPECT_FALSE(reply);
}

TEST_F(RedisClient, AKilledServerIsFoundAgainWhenItIsBack) {
  connect();
  room.kill_hard();
  ASSERT_TRUE(lost());
  EXPECT_EQ(failure_of({"PING"}).fault, Fault::unavailable);
  EXPECT_NE(redis->state().problem.find(room.socket()), std::string::npos);
  room.start();
  ASSERT_TRUE(ready());
  EXPECT_TRUE(ask({"PING"}));
}

TEST_F(RedisClient, AKilledServerIsFoundAgainOverTcp) {
  connect(test::quick(room.tcp_url()));
  ASSERT_TRUE(ready());
  const auto port = room.port();
  room.kill_hard();
  ASSERT_TRUE(lost());
  room.start();
  ASSERT_EQ(room.port(), port);
  ASSERT_TRUE(ready());
  EXPECT_TRUE(ask({"PING"}));
}

TEST_F(RedisClient, MoreInFlightThanAllowedIsRefusedAtOnce) {
  auto settings = test::quick(room.url());
  settings.in_flight = 3;
  connect(settings);
  ASSERT_TRUE(ready());
  room.hang();
  int exhausted = 0;
  int ended = 0;
  const auto count = [&](std::exception_ptr, Fault fault) {
    ++ended;
    exhausted += fault == Fault::exhausted;
  };
  const auto one = [](Redis& of) -> Task<Fault> {
    RedisCommand ping = {"PING"};
    const auto reply = co_await of.command(std::move(ping));
    co_return reply ? Fault::closed : reply.error().fault;
  };
  for (int i = 0; i < 5; ++i) asio::co_spawn(driven->loop, one(*redis), count);
  ASSERT_TRUE(driven->until([&] { return ended == 2; }));
  EXPECT_EQ(exhausted, 2);
  ASSERT_TRUE(driven->until([&] { return ended == 5; }));
  EXPECT_EQ(exhausted, 2);
  EXPECT_EQ(errors("full"), 2U);
}

TEST_F(RedisClient, AnAnswerThatNobodyWaitsForIsDroppedAndTheNextOneIsRight) {
  connect();
  room.hang();
  int given_up = 0;
  const auto count = [&](std::exception_ptr) { ++given_up; };
  const auto one = [](Redis& of) -> Task<void> {
    RedisCommand set = {"SET", "late", "1"};
    auto dropped = co_await of.command(std::move(set));
    EXPECT_FALSE(dropped);
  };
  asio::cancellation_signal cancel;
  asio::co_spawn(driven->loop, one(*redis), asio::bind_cancellation_slot(cancel.slot(), count));
  driven->run_for(20ms);
  cancel.emit(asio::cancellation_type::terminal);  // who asked has gone before the answer
  ASSERT_TRUE(driven->until([&] { return given_up == 1; }));
  room.resume();
  EXPECT_EQ(ask({"ECHO", "next"})->text, "next");
  EXPECT_EQ(room.tell({"GET", "late"}), "1");
}

TEST_F(RedisClient, NobodyThereIsAProblemAndNoCrash) {
  connect(test::quick("redis://127.0.0.1:1"));
  ASSERT_TRUE(driven->until([&] { return redis->state().problem.find("refused") != std::string::npos; }));
  EXPECT_FALSE(redis->state().ready);
}

TEST_F(RedisClient, SomethingThatIsNoRedisIsAProblemAndNoCrash) {
  asio::ip::tcp::acceptor acceptor(driven->loop, {asio::ip::address_v4::loopback(), 0});
  asio::ip::tcp::socket socket(driven->loop);
  bool stop = false;
  std::function<void()> serve = [&] {
    acceptor.async_accept(socket, [&](const boost::system::error_code& error) {
      if (error || stop) return;
      boost::system::error_code ignored;
      asio::write(socket, asio::buffer(std::string("HTTP/1.1 400 Bad Request\r\n\r\n")), ignored);
      socket.close();
      serve();
    });
  };
  serve();
  connect(test::quick("redis://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port())));
  EXPECT_TRUE(driven->until([&] { return redis->state().problem.find("Protocol error") != std::string::npos; }))
      << redis->state().problem;
  EXPECT_EQ(failure_of({"PING"}).fault, Fault::unavailable);
  stop = true;
  acceptor.close();
  driven->finish();
}

TEST_F(RedisClient, WhenItsRootEndsWhoeverWaitsHears) {
  connect();
  room.hang();
  std::optional<Fault> fault;
  const auto one = [](Redis& of) -> Task<Fault> {
    RedisCommand ping = {"PING"};
    const auto reply = co_await of.command(std::move(ping));
    co_return reply ? Fault::closed : reply.error().fault;
  };
  asio::co_spawn(driven->loop, one(*redis), [&](std::exception_ptr, Fault got) { fault = got; });
  driven->run_for(10ms);
  driven->finish();
  EXPECT_EQ(fault, Fault::unavailable);
}

}  // namespace
}  // namespace parley
