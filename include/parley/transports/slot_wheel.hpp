// SPDX-License-Identifier: Apache-2.0
// Paces the sending of every call of one event loop: a 20 ms wheel of 1 ms slots on an absolute grid, one timer in all.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/core/meters.hpp"
#include "parley/core/time.hpp"

namespace parley {

// A one-shot timer on an absolute time; the wheel's only source of ticks, so that tests can fire it by hand.
class Alarm {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void on_alarm() noexcept = 0;
  };
  virtual ~Alarm() = default;
  virtual void set(Instant when, Listener& listener) = 0;  // replaces an earlier one; never allocates
  virtual void cancel() noexcept = 0;                      // no call after this
};

std::unique_ptr<Alarm> create_alarm(Executor home);

// Something that sends every 20 ms.
class Paced {
 public:
  virtual ~Paced() = default;
  // `skipped`: periods since the last call that were left out because the loop stood still; never made up for in a
  // burst.
  virtual void on_period(Instant due, std::uint32_t skipped) noexcept = 0;
};

// Used on one executor only. Paced objects leave before they or the wheel end; join and leave may happen in
// on_period().
class SlotWheel final : private Alarm::Listener {
 public:
  static constexpr std::size_t kSlots = 20;
  static constexpr Duration kSlot = std::chrono::milliseconds{1};
  static constexpr Duration kPeriod = kSlot * kSlots;

  // Lateness of each send against its due time goes to `lateness` when given.
  SlotWheel(Clock& clock, std::unique_ptr<Alarm> alarm, Histogram* lateness = nullptr);
  SlotWheel(const SlotWheel&) = delete;
  SlotWheel& operator=(const SlotWheel&) = delete;
  ~SlotWheel() override;

  // Takes the least crowded slot, the soonest of those; the first period is due within 20 ms.
  void join(Paced& paced);
  void leave(Paced& paced) noexcept;
  std::size_t size() const { return members_; }
  std::uint64_t skipped_periods() const { return skipped_; }

 private:
  void on_alarm() noexcept override;
  void serve(std::int64_t index) noexcept;
  void observe_lateness(std::int64_t index, std::uint32_t skipped) noexcept;
  void arm();
  Instant due_of(std::int64_t index) const { return origin_ + kSlot * index; }
  std::int64_t index_after(Instant time) const;

  struct Member {
    Paced* paced = nullptr;  // null: left while its slot was being served
    std::int64_t last = 0;   // grid index of its last period
  };
  std::vector<Member>& slot(std::int64_t index) { return slots_[static_cast<std::size_t>(index) % kSlots]; }

  Clock& clock_;
  std::unique_ptr<Alarm> alarm_;
  Histogram* lateness_;
  std::array<std::vector<Member>, kSlots> slots_;
  std::size_t members_ = 0;
  Instant origin_;
  std::int64_t next_index_ = 0;  // grid index to be served next; the slot is its remainder
  bool serving_ = false;
  std::uint64_t skipped_ = 0;
};

// Name and buckets of the lateness histogram, the same for every loop: parley_rtp_send_lateness_seconds.
Histogram& send_lateness_histogram(Meters& meters);

}  // namespace parley
