// SPDX-License-Identifier: Apache-2.0
#include "decode_pool.hpp"

#include <gtest/gtest.h>
#include <pthread.h>
#include <sched.h>

#include <chrono>
#include <functional>
#include <memory>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

namespace parley {
namespace {

using Semaphore = std::counting_semaphore<>;

// Far beyond what any of this takes; a test that waits this long has failed.
[[nodiscard]] bool comes(Semaphore& semaphore) { return semaphore.try_acquire_for(std::chrono::seconds(60)); }

class Job final : public PoolJob {
 public:
  explicit Job(std::function<bool()> work, std::function<void()> gone = {})
      : work_(std::move(work)), gone_(std::move(gone)) {}
  ~Job() override {
    if (gone_) gone_();
  }

 private:
  bool work() noexcept override { return work_(); }

  std::function<bool()> work_;
  std::function<void()> gone_;
};

TEST(DecodePool, RunsAJobOnOneThreadAtATimeAndAfterItsLastWake) {
  constexpr int kJobs = 5;
  constexpr int kCallers = 4;
  constexpr int kWakes = 400;
  struct Counted {
    std::atomic<int> inside{0};
    std::atomic<int> asked{0};
    std::atomic<int> together{0};
    std::atomic<bool> told{false};
    int plain = 0;  // touched by the job alone: the pool orders its runs
  };
  std::vector<Counted> counted(kJobs);
  Semaphore finished(0);
  DecodePool pool(3, "test");
  std::vector<std::shared_ptr<Job>> jobs;
  for (auto& mine : counted) {
    jobs.push_back(std::make_shared<Job>([&] {
      if (mine.inside.fetch_add(1) != 0) ++mine.together;
      ++mine.plain;
      const int asked = mine.asked;
      mine.inside.fetch_sub(1);
      if (asked == kCallers * kWakes && !mine.told.exchange(true)) finished.release();
      return mine.plain % 7 == 0;
    }));
  }
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&] {
      for (int wake = 0; wake < kWakes; ++wake) {
        for (std::size_t job = 0; job < kJobs; ++job) {
          ++counted[job].asked;
          pool.wake(jobs[job]);
        }
      }
    });
  }
  for (auto& caller : callers) caller.join();
  for (int i = 0; i < kJobs; ++i) ASSERT_TRUE(comes(finished));
  for (auto& mine : counted) EXPECT_EQ(mine.together, 0);
}

TEST(DecodePool, RunsAJobAgainThatIsWokenWhileItRuns) {
  Semaphore started(0);
  Semaphore go_on(0);
  std::atomic<int> runs{0};
  DecodePool pool(2, "test");
  const auto job = std::make_shared<Job>([&] {
    ++runs;
    started.release();
    EXPECT_TRUE(comes(go_on));
    return false;
  });
  pool.wake(job);
  ASSERT_TRUE(comes(started));
  for (int i = 0; i < 5; ++i) pool.wake(job);  // all of them together are one more run
  go_on.release();
  ASSERT_TRUE(comes(started));
  EXPECT_EQ(runs, 2);
  go_on.release();
}

TEST(DecodePool, LetsJobsTakeTurns) {
  std::string order;
  Semaphore both_queued(0);
  Semaphore finished(0);
  DecodePool pool(1, "test");
  const auto gate = std::make_shared<Job>([&] {
    EXPECT_TRUE(comes(both_queued));
    return false;
  });
  const auto turns = [&](char name, int pieces) {
    return std::make_shared<Job>([&, name, left = pieces]() mutable {
      order += name;
      if (--left > 0) return true;
      finished.release();
      return false;
    });
  };
  const auto first = turns('a', 4);
  const auto second = turns('b', 2);
  pool.wake(gate);
  pool.wake(first);
  pool.wake(second);
  both_queued.release();
  ASSERT_TRUE(comes(finished));
  ASSERT_TRUE(comes(finished));
  EXPECT_EQ(order, "ababaa");
}

TEST(DecodePool, KeepsAJobAliveWhileItIsNeeded) {
  Semaphore gone(0);
  std::atomic<int> runs{0};
  DecodePool pool(1, "test");
  pool.wake(std::make_shared<Job>([&] { return ++runs < 3; }, [&] { gone.release(); }));
  ASSERT_TRUE(comes(gone));
  EXPECT_EQ(runs, 3);
}

TEST(DecodePool, DropsWhatIsLeftWhenItEnds) {
  constexpr int kJobs = 100000;  // a chain of owners this long must not be destroyed recursively
  int gone = 0;
  int runs = 0;
  {
    DecodePool nobody(0, "test");
    for (int i = 0; i < kJobs; ++i) {
      nobody.wake(std::make_shared<Job>([&] { return ++runs > 0; }, [&] { ++gone; }));
    }
    EXPECT_EQ(gone, 0);
  }
  EXPECT_EQ(gone, kJobs);
  EXPECT_EQ(runs, 0);
}

TEST(DecodePool, EndsWhileJobsWantToGoOn) {
  std::atomic<int> gone{0};
  for (int round = 0; round < 20; ++round) {
    Semaphore started(0);
    {
      DecodePool pool(2, "test");
      for (int i = 0; i < 10; ++i) {
        pool.wake(std::make_shared<Job>(
            [&] {
              started.release();
              return true;
            },
            [&] { ++gone; }));
      }
      ASSERT_TRUE(comes(started));
    }
    EXPECT_EQ(gone, 10 * (round + 1));
  }
}

TEST(DecodePool, NamesItsThreadsAndLeavesThemAtOrdinaryPriority) {
  std::string name(16, '\0');
  int policy = -1;
  Semaphore finished(0);
  DecodePool pool(1, "a-very-long-name");
  pool.wake(std::make_shared<Job>([&] {
    pthread_getname_np(pthread_self(), name.data(), name.size());
    sched_param parameters{};
    pthread_getschedparam(pthread_self(), &policy, &parameters);
    finished.release();
    return false;
  }));
  ASSERT_TRUE(comes(finished));
  EXPECT_STREQ(name.c_str(), "a-very-long--0");
  EXPECT_EQ(policy, SCHED_OTHER);
}

}  // namespace
}  // namespace parley
