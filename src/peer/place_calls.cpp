// SPDX-License-Identifier: Apache-2.0
#include "parley/peer/place_calls.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_future.hpp>
#include <memory>

#include "caller.hpp"
#include "parley/async/event_loops.hpp"
#include "parley/async/task_group.hpp"
#include "sip_line.hpp"
#include "web_socket_line.hpp"

namespace parley::peer {
namespace {

// The calls of one place_calls(); lives on the loop's root coroutine.
class Round {
 public:
  Round(Clock& clock, const std::vector<CallPlan>& plans, CallPace pace,
        const std::function<void(std::size_t, const CallReport&)>& done)
      : clock_(clock), pacer_(clock), plans_(plans), pace_(pace), done_(done), reports_(plans.size()) {}

  Task<void> run() {
    auto home = co_await asio::this_coro::executor;
    began_ = clock_.now();
    TaskGroup pacing(home);
    TaskGroup callers(home);
    pacing.start(pacer_.run());
    const auto workers = std::min(std::max<std::size_t>(pace_.concurrency, 1), plans_.size());
    for (std::size_t i = 0; i < workers; ++i) callers.start(work());
    co_await callers.join();
    pacing.stop();
    co_await pacing.join();
  }

  std::vector<CallReport> reports() && { return std::move(reports_); }

 private:
  std::unique_ptr<CallerLine> create_line(const CallPlan& plan) {
    return plan.target.web_socket() ? create_web_socket_line(clock_, plan) : create_sip_line(clock_, plan);
  }

  Task<void> work() {
    while (next_ < plans_.size()) {
      const auto index = next_++;
      if (pace_.rate > 0) {
        const std::chrono::duration<double> offset(static_cast<double>(index) / pace_.rate);
        co_await clock_.sleep_until(began_ + std::chrono::duration_cast<Duration>(offset));
      }
      Caller caller(create_line(plans_[index]), pacer_, plans_[index]);
      auto report = co_await caller.run();
      if (done_) done_(index, report);
      reports_[index] = std::move(report);
    }
  }

  Clock& clock_;
  Pacer pacer_;
  const std::vector<CallPlan>& plans_;
  CallPace pace_;
  const std::function<void(std::size_t, const CallReport&)>& done_;
  Instant began_{};
  std::size_t next_ = 0;
  std::vector<CallReport> reports_;
};

}  // namespace

std::vector<CallReport> place_calls(const std::vector<CallPlan>& plans, CallPace pace,
                                    const std::function<void(std::size_t, const CallReport&)>& done) {
  auto clock = create_system_clock();
  // Real time, where permitted, so that a busy machine does not bend what is measured.
  EventLoop loop("caller", Scheduling::real_time);
  Round round(*clock, plans, pace, done);
  asio::co_spawn(loop.executor(), round.run(), asio::use_future).get();
  return std::move(round).reports();
}

}  // namespace parley::peer
