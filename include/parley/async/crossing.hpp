// SPDX-License-Identifier: Apache-2.0
// One value for a coroutine, from any thread, where the coroutine may give up before: nobody touches its loop then.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "parley/async/queues.hpp"

namespace parley {

namespace detail {

// The side without the value. Owners: the one who waits, those who may give, and the step that wakes.
struct CrossingDoor {
  explicit CrossingDoor(Executor waiter) : home(std::move(waiter)) {}

  std::mutex mutex;
  const Executor home;
  bool left = false;          // under the mutex
  Wakeup* sleeper = nullptr;  // on home
};
// Under the door's mutex, which keeps the waiter and so its loop from leaving meanwhile.
void knock(std::shared_ptr<CrossingDoor> door);

template <class T>
struct CrossingCell : CrossingDoor {
  using CrossingDoor::CrossingDoor;
  std::optional<T> value;  // under the mutex
};

}  // namespace detail

template <class T>
class CrossingEnd {
 public:
  explicit CrossingEnd(std::shared_ptr<detail::CrossingCell<T>> cell) : cell_(std::move(cell)) {}

  // False: nobody waits any more, or somebody else gave.
  [[nodiscard]] bool give(T value) const {
    const std::lock_guard lock(cell_->mutex);
    if (cell_->left || cell_->value) return false;
    cell_->value.emplace(std::move(value));
    detail::knock(cell_);
    return true;
  }
  friend bool operator==(const CrossingEnd&, const CrossingEnd&) = default;

 private:
  std::shared_ptr<detail::CrossingCell<T>> cell_;  // owners: see CrossingDoor
};

// The end of the one who waits; made, used and destroyed on `home`.
template <class T>
class Crossing {
 public:
  explicit Crossing(Executor home) : cell_(std::make_shared<detail::CrossingCell<T>>(std::move(home))) {}
  Crossing(const Crossing&) = delete;
  Crossing& operator=(const Crossing&) = delete;
  ~Crossing() { leave(); }

  CrossingEnd<T> other_end() const { return CrossingEnd<T>(cell_); }

  // Once. Throws operation_aborted when cancelled.
  Task<T> wait() {
    detail::Wakeup wakeup(cell_->home);
    const Asleep asleep(*cell_, wakeup);
    while (!given()) co_await wakeup.wait();
    const std::lock_guard lock(cell_->mutex);
    auto value = std::move(*cell_->value);
    cell_->value.reset();
    cell_->left = true;
    co_return value;
  }
  // Nothing is taken any more. What was given and not waited for.
  std::optional<T> leave() {
    const std::lock_guard lock(cell_->mutex);
    cell_->left = true;
    return std::exchange(cell_->value, std::nullopt);
  }

 private:
  struct Asleep {
    Asleep(detail::CrossingDoor& of, detail::Wakeup& wakeup) : door(of) { door.sleeper = &wakeup; }
    Asleep(const Asleep&) = delete;
    Asleep& operator=(const Asleep&) = delete;
    ~Asleep() { door.sleeper = nullptr; }
    detail::CrossingDoor& door;
  };

  bool given() const {
    const std::lock_guard lock(cell_->mutex);
    return cell_->value.has_value();
  }

  std::shared_ptr<detail::CrossingCell<T>> cell_;  // owners: see CrossingDoor
};

}  // namespace parley
