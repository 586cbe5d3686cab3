// SPDX-License-Identifier: Apache-2.0
#include <boost/asio/steady_timer.hpp>

#include "operation_memory.hpp"
#include "parley/transports/slot_wheel.hpp"

namespace parley {
namespace {

// Asio arms a timerfd with the absolute time, so that lateness does not add up.
struct Timer {
  explicit Timer(const Executor& home) : timer(home) {}
  asio::steady_timer timer;
  OperationMemory memory;
  Alarm::Listener* listener = nullptr;
  std::uint64_t setting = 0;  // an expiry of an earlier setting is no alarm
};

struct Expiry {
  using allocator_type = OperationAllocator<void>;
  // Owners: the alarm, and the wait that is under way, whose memory it is.
  std::shared_ptr<Timer> timer;
  std::uint64_t setting;

  allocator_type get_allocator() const noexcept { return allocator_type(timer->memory); }
  void operator()(boost::system::error_code error) const {
    if (error || timer->listener == nullptr || timer->setting != setting) return;
    std::exchange(timer->listener, nullptr)->on_alarm();
  }
};

class AsioAlarm final : public Alarm {
 public:
  explicit AsioAlarm(Executor home) : timer_(std::make_shared<Timer>(std::move(home))) {}
  ~AsioAlarm() override { cancel(); }

  void set(Instant when, Listener& listener) override {
    timer_->timer.expires_at(when);
    timer_->listener = &listener;
    timer_->timer.async_wait(Expiry{timer_, ++timer_->setting});
  }
  void cancel() noexcept override {
    timer_->listener = nullptr;
    timer_->timer.cancel();
  }

 private:
  std::shared_ptr<Timer> timer_;
};

}  // namespace

std::unique_ptr<Alarm> create_alarm(Executor home) { return std::make_unique<AsioAlarm>(std::move(home)); }

}  // namespace parley
