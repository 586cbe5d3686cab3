// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "parley/async/queues.hpp"

namespace parley {

// A value that a callback gives and a coroutine waits for. Owners: both, since either may go first.
template <class T>
class PendingAnswer {
 public:
  explicit PendingAnswer(const Executor& home) : wakeup_(home) {}

  void give(T value) {
    if (value_) return;
    value_.emplace(std::move(value));
    wakeup_.wake();
  }
  static Task<T> wait(std::shared_ptr<PendingAnswer> answer) {
    while (!answer->value_) co_await answer->wakeup_.wait();
    co_return std::move(*answer->value_);
  }

 private:
  detail::Wakeup wakeup_;
  std::optional<T> value_;
};

}  // namespace parley
