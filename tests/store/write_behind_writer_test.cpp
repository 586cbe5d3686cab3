// SPDX-License-Identifier: Apache-2.0
// Outages: nothing that was acknowledged is lost, nothing comes twice.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <set>
#include <thread>

#include "store/write_behind_scene.hpp"

namespace parley::test {
namespace {

class WriteBehindOutageOnPostgres : public WriteBehindScene {
 protected:
  ~WriteBehindOutageOnPostgres() override {
    if (away_) PostgresRoom::shared().restart();
  }
  void kill() {
    PostgresRoom::shared().kill();
    away_ = true;
  }
  void restart() {
    PostgresRoom::shared().restart();
    away_ = false;
  }
  std::string calls(const OrganizationKey& organization = kAlpha) {
    return one(organization, "SELECT count(*) || ' ' || count(DISTINCT id) FROM calls");
  }
  bool away_ = false;
};

// Commits, and says that nobody knows: as when the connection is lost in COMMIT.
class DoubtfulDatabase final : public Database {
 public:
  DoubtfulDatabase(Database& real, int doubts) : real_(real), doubts_(doubts) {}
  std::optional<Error> transact_here(const OrganizationKey& organization, std::chrono::milliseconds deadline,
                                     const std::function<std::optional<Error>(DatabaseSession&)>& work) override {
    auto problem = real_.transact_here(organization, deadline, work);
    if (problem || doubts_ == 0) return problem;
    --doubts_;
    return Error{Fault::unavailable, "the connection was lost in COMMIT"};
  }
  DatabaseState state() const override { return real_.state(); }
  int doubts() const { return doubts_; }

 protected:
  Task<std::optional<Error>> run_to_end(Use, const OrganizationKey&,
                                        const std::function<std::optional<Error>(DatabaseSession&)>&) override {
    co_return Error{Fault::unavailable, "not asked for"};
  }

 private:
  Database& real_;
  std::atomic<int> doubts_;
};

TEST_F(WriteBehindOutageOnPostgres, InDoubtIsWrittenAgainAndIsThereOnce) {
  DoubtfulDatabase database(*asked_.database, 5);
  const auto log = open(settings(), *recent_, &database);
  for (std::uint32_t number = 0; number < 20; ++number) log->remember(with_turn(numbered_call(number), "hello"));
  Callback callback;
  callback.organization = kAlpha;
  callback.call = call_id(1);
  log->remember_callback(callback);
  ASSERT_TRUE(flush(*log));
  EXPECT_EQ(database.doubts(), 0);
  EXPECT_EQ(calls(), "20 20");
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM turns"), "20");
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM callbacks"), "1");
}

TEST_F(WriteBehindOutageOnPostgres, AHungServerIsWaitedOutWithoutHoldingUpACall) {
  const auto log = open();
  log->remember(numbered_call(0));
  ASSERT_TRUE(flush(*log));
  PostgresRoom::shared().hang();
  Duration longest{0};
  for (std::uint32_t number = 1; number <= 200; ++number) {
    const auto before = asked_.clock->now();
    log->remember(with_turn(numbered_call(number), "hello"));
    longest = std::max(longest, asked_.clock->now() - before);
  }
  EXPECT_LT(longest, 500ms);
  EXPECT_TRUE(comes_true(*log, [&] { return log->kept(numbered_call(200).id) == Kept::spool; }));
  EXPECT_TRUE(comes_true(*log, [&] { return !log->state().database_ready; }));
  EXPECT_GT(log->state().waiting_bytes, 0U);
  PostgresRoom::shared().wake();
  ASSERT_TRUE(flush(*log));
  EXPECT_TRUE(log->state().database_ready);
  EXPECT_EQ(calls(), "201 201");
}

TEST_F(WriteBehindOutageOnPostgres, TenThousandRecordsComeThroughAnOutage) {
  const auto log = open();
  kill();
  for (std::uint32_t number = 0; number < 10000; ++number) {
    log->remember(with_turn(with_turn(numbered_call(number), "hello"), "bye"));
  }
  ASSERT_TRUE(comes_true(*log, [&] { return log->kept(numbered_call(9999).id) == Kept::spool; }));
  restart();
  ASSERT_TRUE(flush(*log));
  EXPECT_EQ(calls(), "10000 10000");
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM turns"), "20000");
}

TEST_F(WriteBehindOutageOnPostgres, AServerThatIsKilledWhileRecordsAreWrittenGetsThemAllOnce) {
  const auto log = open();
  for (std::uint32_t number = 0; number < 6000; ++number) {
    log->remember(with_turn(numbered_call(number), "hello"));
    if (number == 2000) {
      ASSERT_TRUE(comes_true(*log, [&] { return log->kept(numbered_call(0).id) == Kept::database; }));
      kill();
    }
    if (number == 4000) restart();
  }
  ASSERT_TRUE(flush(*log));
  EXPECT_EQ(calls(), "6000 6000");
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM turns"), "6000");
}

TEST_F(WriteBehindOutageOnPostgres, TwoNodesWriteToOneDatabase) {
  const auto other_recent = create_recent_calls(100);
  const auto first = open();
  const auto second = open(settings("node-2"), *other_recent, asked_.database.get());
  std::thread other([&] {
    for (std::uint32_t number = 1000; number < 1500; ++number) {
      auto record = numbered_call(number, number % 2 == 0 ? "alpha" : "beta");
      record.node = "node-2";
      second->remember(with_turn(record, "hello"));
    }
  });
  for (std::uint32_t number = 0; number < 500; ++number) {
    first->remember(with_turn(numbered_call(number, number % 2 == 0 ? "beta" : "alpha"), "hello"));
  }
  other.join();
  ASSERT_TRUE(flush(*first));
  ASSERT_TRUE(flush(*second));
  EXPECT_EQ(calls(kAlpha), "500 500");
  EXPECT_EQ(calls(kBeta), "500 500");
}

TEST_F(WriteBehindOutageOnPostgres, AFullSpoolKeepsRecordsInMemoryUntilThereIsRoom) {
  auto small = settings();
  small.limit_bytes = 16384;
  small.segment_bytes = 4096;
  const auto log = open(small, *recent_, asked_.database.get());
  kill();
  for (std::uint32_t number = 0; number < 200; ++number) {
    log->remember(with_turn(numbered_call(number), std::string(100, 'x')));
  }
  ASSERT_TRUE(comes_true(*log, [&] { return log->state().refused > 0; }));
  EXPECT_FALSE(log->state().spool_ready);
  EXPECT_EQ(log->kept(numbered_call(199).id), Kept::memory);
  std::uintmax_t on_disk = 0;
  for (const auto& entry : std::filesystem::directory_iterator(small.directory)) on_disk += entry.file_size();
  EXPECT_LE(on_disk, 17000U);
  restart();
  ASSERT_TRUE(flush(*log));
  EXPECT_EQ(calls(), "200 200");
}

// As after kill -9, with the database away both times.
TEST_F(WriteBehindOutageOnPostgres, CallsThatWentDownWithTheServerAreEndedFromTheSpool) {
  const auto up = with_turn(live(numbered_call(1)), "hello");
  const auto over = with_turn(numbered_call(2), "bye");
  kill();
  {
    const auto log = open();
    log->remember(up);
    log->remember(over);
    ASSERT_TRUE(comes_true(*log, [&] { return log->kept(up.id) == Kept::spool && log->kept(over.id) == Kept::spool; }));
  }
  const auto recent = create_recent_calls(100);
  const auto log = open(settings(), *recent, asked_.database.get());
  ASSERT_TRUE(comes_true(*log, [&] { return recent->find(kAlpha, up.id).has_value(); }));
  EXPECT_EQ(recent->find(kAlpha, up.id)->end_reason, CallEnd::server_lost);
  EXPECT_EQ(recent->find(kAlpha, over.id), over) << "memory serves what the database does not have yet";
  restart();
  ASSERT_TRUE(flush(*log));
  EXPECT_EQ(one(kAlpha, "SELECT end_reason FROM calls WHERE id = $1::uuid", {up.id.to_string()}), "server_lost");
  EXPECT_EQ(one(kAlpha, "SELECT ended_at >= started_at FROM calls WHERE id = $1::uuid", {up.id.to_string()}), "t");
  EXPECT_EQ(one(kAlpha, "SELECT end_reason FROM calls WHERE id = $1::uuid", {over.id.to_string()}), "caller_hung_up");
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM turns"), "2");
}

TEST_F(WriteBehindOutageOnPostgres, CallsOfThisNodeThatAreUpInTheDatabaseAloneAreEndedToo) {
  auto elsewhere = live(numbered_call(2, "beta"));
  elsewhere.node = "node-2";
  {
    const auto log = open();
    log->remember(live(numbered_call(1)));
    log->remember(live(numbered_call(3, "beta")));
    log->remember(elsewhere);
    ASSERT_TRUE(flush(*log));
  }
  std::filesystem::remove_all(settings().directory);
  const auto log = open();
  log->remember(live(numbered_call(4)));  // of this run, whatever its clock says
  ASSERT_TRUE(comes_true(
      *log, [&] { return one(kBeta, "SELECT end_reason FROM calls WHERE node = 'node-1'") == "server_lost"; }));
  EXPECT_EQ(one(kAlpha, "SELECT end_reason FROM calls WHERE id = $1::uuid", {numbered_call(1).id.to_string()}),
            "server_lost");
  EXPECT_EQ(one(kBeta, "SELECT ended_at IS NULL FROM calls WHERE node = 'node-2'"), "t");
  ASSERT_TRUE(flush(*log));
  EXPECT_EQ(one(kAlpha, "SELECT ended_at IS NULL FROM calls WHERE id = $1::uuid", {numbered_call(4).id.to_string()}),
            "t");
}

// A process of its own that is killed while it works; what it said is safe is found in the database afterwards.
TEST_F(WriteBehindOutageOnPostgres, NothingAcknowledgedIsLostByKill9) {
  std::array<int, 2> said{};
  ASSERT_EQ(pipe(said.data()), 0);
  const auto child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto own = create_recent_calls(100000);
    PlainMeters meters;
    const auto clock = create_system_clock();
    const auto database = Database::create({"postgresql://nobody@/none?host=/nonexistent"}, Log(), meters);
    auto log = create_write_behind(settings(), *own, database.get(), *clock, Log(), meters, {});
    std::uint32_t told = 0;
    for (std::uint32_t number = 0; log; ++number) {
      (*log)->remember(with_turn(numbered_call(number), "hello"));
      while (told < number && (*log)->kept(numbered_call(told).id) == Kept::spool) {
        if (write(said[1], &told, sizeof told) != sizeof told) _exit(1);
        ++told;
      }
      if (number - told > 200) std::this_thread::yield();
    }
    _exit(1);
  }
  close(said[1]);
  std::set<std::uint32_t> acknowledged;
  for (std::uint32_t number = 0; read(said[0], &number, sizeof number) == sizeof number;) {
    acknowledged.insert(number);
    if (acknowledged.size() == 1500) ::kill(child, SIGKILL);
  }
  close(said[0]);
  waitpid(child, nullptr, 0);
  ASSERT_GE(acknowledged.size(), 1500U);
  const auto log = open();
  ASSERT_TRUE(flush(*log));
  const auto there = asked_.read(kAlpha, "SELECT id, (SELECT count(*) FROM turns WHERE call_id = id) FROM calls");
  ASSERT_TRUE(there);
  std::set<std::string> ids;
  for (std::size_t i = 0; i < there->size(); ++i) {
    EXPECT_TRUE(ids.insert(there->text(i, 0)).second);
    EXPECT_EQ(there->integer(i, 1), 1);
  }
  for (const auto number : acknowledged) EXPECT_TRUE(ids.contains(numbered_call(number).id.to_string())) << number;
}

}  // namespace
}  // namespace parley::test
