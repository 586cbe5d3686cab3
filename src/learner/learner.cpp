// SPDX-License-Identifier: Apache-2.0
#include "parley/learner/learner.hpp"

#include <atomic>
#include <boost/asio/post.hpp>
#include <deque>
#include <utility>
#include <variant>

#include "call_memory.hpp"
#include "parley/async/queues.hpp"
#include "parley/async/within.hpp"
#include "pattern_watch.hpp"
#include "student.hpp"
#include "turn_lesson.hpp"

namespace parley {
namespace {

class WatchfulLearner final : public Learner {
 public:
  WatchfulLearner(LearnerSettings settings, Parts parts, Executor home)
      : settings_(settings),
        parts_(std::move(parts)),
        home_(home),
        second_(parts_.model, parts_.clock, settings.model_deadline),
        student_(parts_, second_),
        watch_(parts_, second_),
        calls_(settings.calls),
        woken_(home),
        dropped_(parts_.meters.counter("parley_learner_dropped_total",
                                       "Turns that nothing was learned from: too many waited")) {}

  void answered(AnsweredTurn turn) override { take(std::move(turn)); }
  void call_over(CallId call) override { take(call); }

  Task<void> run() override {
    Instant due = parts_.clock.now() + settings_.write_every;
    for (;;) {
      while (!waiting_.empty()) {
        auto next = std::move(waiting_.front());
        waiting_.pop_front();
        held_.fetch_sub(1);
        if (auto* turn = std::get_if<AnsweredTurn>(&next)) co_await study(*turn);
        if (const auto* call = std::get_if<CallId>(&next)) co_await hang_up(*call);
      }
      if (parts_.clock.now() >= due) {
        co_await watch_.write_down();
        co_await student_.write_down();
        due = parts_.clock.now() + settings_.write_every;
      }
      auto woken = woken_.wait();
      if (waiting_.empty()) co_await within(parts_.clock, due, std::move(woken));
    }
  }

 private:
  using Event = std::variant<AnsweredTurn, CallId>;

  // On any thread.
  void take(Event event) {
    if (held_.fetch_add(1) >= settings_.waiting) {
      held_.fetch_sub(1);
      return dropped_.add();
    }
    std::weak_ptr<int> alive = alive_;
    asio::post(home_, [this, alive, event = std::move(event)]() mutable {
      if (alive.expired()) return;
      waiting_.push_back(std::move(event));
      woken_.wake();
    });
  }

  Task<void> study(const AnsweredTurn& turn) {
    if (auto reaction = calls_.next(turn)) co_await reacted(*reaction);
    if (const auto pattern = remembered_pattern(turn)) {
      auto finding = co_await watch_.used(turn, *pattern);
      if (finding) co_await take(turn, *finding);
    } else {
      co_await student_.learn(turn);
    }
  }

  Task<void> hang_up(const CallId& call) {
    if (auto reaction = calls_.forget(call)) co_await reacted(*reaction);
  }

  Task<void> reacted(const CallMemory::Reaction& reaction) {
    if (reaction.signal == CallerSignal::none) {
      co_await student_.answered(reaction.about, 0);
    } else {
      co_await watch_.complained(reaction);
    }
  }

  Task<void> take(const AnsweredTurn& turn, const AuditFinding& finding) {
    if (finding.agrees) co_return co_await student_.answered(turn, finding.weight);
    calls_.forget(turn.call);  // what its caller says next is no news any more
    student_.wrong(turn);
    if (finding.instead) co_await student_.learn(*finding.instead);
  }

  LearnerSettings settings_;
  Parts parts_;
  Executor home_;
  SecondOpinion second_;
  Student student_;
  PatternWatch watch_;
  CallMemory calls_;
  detail::Wakeup woken_;
  std::deque<Event> waiting_;  // of home; bounded by held_
  std::atomic<std::size_t> held_{0};
  Counter& dropped_;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);  // owner: this; posted work looks whether it is gone
};

}  // namespace

std::unique_ptr<Learner> Learner::create(LearnerSettings settings, Parts parts, Executor home) {
  return std::make_unique<WatchfulLearner>(settings, std::move(parts), std::move(home));
}

}  // namespace parley
