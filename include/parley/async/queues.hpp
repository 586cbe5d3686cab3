// SPDX-License-Identifier: Apache-2.0
// Bounded queues between coroutines of one executor. What happens when full is part of the type.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/circular_buffer.hpp>
#include <boost/system/system_error.hpp>
#include <cstdint>
#include <optional>
#include <utility>

#include "parley/async/task.hpp"

namespace parley {

namespace detail {

// Wakes whoever waits; a timer that never expires is the cheapest cancellable event that asio 1.81 has.
class Wakeup {
 public:
  explicit Wakeup(const Executor& home) : timer_(home, asio::steady_timer::time_point::max()) {}
  void wake() { timer_.cancel(); }
  // Returns on wake(); throws operation_aborted when the awaiting coroutine was cancelled.
  Task<void> wait();

 private:
  asio::steady_timer timer_;
};

}  // namespace detail

// When full the oldest item goes: for live media and telemetry, where the newest matters most.
template <class T>
class Freshest {
 public:
  Freshest(const Executor& home, std::size_t capacity) : wakeup_(home), items_(capacity) {}

  void push(T item) {
    if (closed_) return;
    if (items_.full()) ++dropped_;
    items_.push_back(std::move(item));  // overwrites the oldest when full
    wakeup_.wake();
  }
  // nullopt: closed and empty.
  Task<std::optional<T>> pop() {
    while (items_.empty() && !closed_) co_await wakeup_.wait();
    if (items_.empty()) co_return std::nullopt;
    std::optional<T> item(std::move(items_.front()));
    items_.pop_front();
    co_return item;
  }
  void close() {
    closed_ = true;
    wakeup_.wake();
  }
  std::uint64_t dropped() const { return dropped_; }
  std::size_t size() const { return items_.size(); }

 private:
  detail::Wakeup wakeup_;
  boost::circular_buffer<T> items_;  // full size from the start: a push never allocates for itself
  std::uint64_t dropped_ = 0;
  bool closed_ = false;
};

// Nothing is ever dropped: a full backlog refuses (offer) or makes the producer wait (push).
template <class T>
class Backlog {
 public:
  Backlog(const Executor& home, std::size_t capacity) : items_ready_(home), room_ready_(home), items_(capacity) {}

  // False when full or closed: the caller decides what a full backlog means.
  [[nodiscard]] bool offer(T item) {
    if (closed_ || items_.full()) return false;
    items_.push_back(std::move(item));
    items_ready_.wake();
    return true;
  }
  // Waits for room; false when closed meanwhile.
  Task<bool> push(T item) {
    while (items_.full() && !closed_) co_await room_ready_.wait();
    co_return offer(std::move(item));
  }
  // nullopt: closed and empty.
  Task<std::optional<T>> pop() {
    while (items_.empty() && !closed_) co_await items_ready_.wait();
    if (items_.empty()) co_return std::nullopt;
    std::optional<T> item(std::move(items_.front()));
    items_.pop_front();
    room_ready_.wake();
    co_return item;
  }
  void close() {
    closed_ = true;
    items_ready_.wake();
    room_ready_.wake();
  }
  std::size_t size() const { return items_.size(); }

 private:
  detail::Wakeup items_ready_;
  detail::Wakeup room_ready_;
  boost::circular_buffer<T> items_;  // full size from the start: a push never allocates for itself
  bool closed_ = false;
};

}  // namespace parley
