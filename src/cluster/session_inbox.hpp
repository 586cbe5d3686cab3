// SPDX-License-Identifier: Apache-2.0
// Newest states of calls on their way from the calls' loops to the one that talks to Redis; one a call.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>

#include "parley/async/task.hpp"
#include "session_fields.hpp"

namespace parley {

class SessionInbox {
 public:
  using News = std::map<CallId, std::optional<LiveSession>>;  // nullopt: it ended

  // From any thread. True: nobody has been told yet that there is something.
  bool put(CallId call, std::optional<LiveSession> session) {
    const std::lock_guard lock(mutex_);
    news_.insert_or_assign(call, std::move(session));
    return !std::exchange(announced_, true);
  }
  News take() {
    const std::lock_guard lock(mutex_);
    announced_ = false;
    return std::exchange(news_, {});
  }

 private:
  std::mutex mutex_;
  News news_;
  bool announced_ = false;
};

}  // namespace parley
