// SPDX-License-Identifier: Apache-2.0
#include "parley/call/stream_door.hpp"

#include <string>
#include <utility>

#include "parley/async/queues.hpp"
#include "parley/async/task_group.hpp"
#include "parley/async/within.hpp"

namespace parley {
namespace {

constexpr std::uint16_t kNormalClosure = 1000;  // RFC 6455 §7.4.1
constexpr std::uint16_t kTryAgainLater = 1013;
constexpr std::chrono::seconds kLastWords{10};  // for what a carrier has buffered, once the call has ended
constexpr std::chrono::seconds kClosing{5};

class StreamDoor final : public CallDoor {
 public:
  explicit StreamDoor(std::unique_ptr<StreamCaller> caller) : caller_(std::move(caller)) {}

  CallObserver* observer() override { return caller_->observer(); }
  bool transfers() const override { return caller_->transfers(); }
  void turn_away() override { caller_->turn_away(); }
  void abandon() noexcept override { media_.reset(); }

  Task<CallEnd> serve(FloorCall& floor) override {
    media_ = caller_->open(floor);
    TaskGroup line(floor.home());
    detail::Wakeup closed(floor.home());
    line.start(carry(floor.call(), closed));
    std::exception_ptr broken;
    CallEnd reason = CallEnd::bug;
    try {
      reason = co_await converse(floor, closed);
    } catch (...) {
      broken = std::current_exception();
    }
    line.stop();
    co_await line.join();
    if (broken) std::rethrow_exception(broken);
    co_return reason;
  }

 private:
  // The line, from beginning to end. Who closes it hangs up.
  Task<void> carry(Call& call, detail::Wakeup& closed) {
    std::exception_ptr broken;
    try {
      co_await media_->run();
    } catch (...) {
      broken = std::current_exception();
    }
    closed_ = true;
    closed.wake();
    call.end(broken && !is_cancellation(broken) ? CallEnd::bug : CallEnd::caller_hung_up);
    if (broken) std::rethrow_exception(broken);
  }

  static Task<void> until(const bool& happened, detail::Wakeup& wakeup) {
    while (!happened) co_await wakeup.wait();
  }

  Task<CallEnd> converse(FloorCall& floor, detail::Wakeup& closed) {
    auto& clock = floor.clock();
    const bool prepared = co_await floor.prepare();
    if (closed_) co_return CallEnd::caller_hung_up;
    CallEnd reason = CallEnd::speech_lost;
    if (prepared) {
      if (caller_->on_ready(floor)) floor.call().caller_is_listening();
      reason = co_await floor.talk(*media_);
      auto last_words = media_->heard_out();
      if (!closed_) co_await within(clock, clock.now() + kLastWords, std::move(last_words));
    }
    if (reason == CallEnd::transferred && !closed_) co_await caller_->transfer(floor);
    caller_->on_over(floor, reason);
    if (!closed_) {
      const std::string why(to_string(reason));
      media_->close(prepared ? kNormalClosure : kTryAgainLater, why);
      auto closing = until(closed_, closed);
      co_await within(clock, clock.now() + kClosing, std::move(closing));
    }
    co_return reason;
  }

  std::unique_ptr<StreamCaller> caller_;
  std::unique_ptr<StreamTransport> media_;
  bool closed_ = false;
};

}  // namespace

std::unique_ptr<CallDoor> create_stream_door(std::unique_ptr<StreamCaller> caller) {
  return std::make_unique<StreamDoor>(std::move(caller));
}

}  // namespace parley
