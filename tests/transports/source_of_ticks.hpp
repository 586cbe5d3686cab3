// SPDX-License-Identifier: Apache-2.0
// An alarm that rings when a test says so, and a clock that stands where a test puts it.
#pragma once

#include <optional>

#include "parley/transports/slot_wheel.hpp"

namespace parley::test {

class StandingClock final : public Clock {
 public:
  Instant now() const noexcept override { return now_; }
  WallTime wall_now() const noexcept override { return {}; }
  Task<void> sleep_until(Instant) override { co_return; }
  void set(Instant now) { now_ = now; }

 private:
  Instant now_{std::chrono::hours{1}};
};

class ManualAlarm final : public Alarm {
 public:
  void set(Instant when, Listener& listener) override {
    due_ = when;
    listener_ = &listener;
  }
  void cancel() noexcept override { listener_ = nullptr; }

  std::optional<Instant> due() const {
    if (listener_ == nullptr) return std::nullopt;
    return due_;
  }
  // Moves the clock forward and rings on the way, `late` after each due time.
  void advance(StandingClock& clock, Duration span, Duration late = {}) {
    const Instant end = clock.now() + span;
    while (listener_ != nullptr && due_ + late <= end) {
      clock.set(std::max(clock.now(), due_ + late));
      std::exchange(listener_, nullptr)->on_alarm();
    }
    clock.set(std::max(clock.now(), end));
  }

 private:
  Listener* listener_ = nullptr;
  Instant due_;
};

}  // namespace parley::test
