// SPDX-License-Identifier: Apache-2.0
// The limits of how often callers may ask, shared by all calls of a process. Thread-safe; the lock is held for a
// look-up.
#pragma once

#include <mutex>

#include "parley/router/utterance_limits.hpp"

namespace parley {

class UtteranceGate {
 public:
  explicit UtteranceGate(UtteranceRates rates) : limits_(rates) {}

  bool admit(const OrganizationKey& organization, std::string_view caller, Instant now) {
    const std::lock_guard lock(mutex_);
    return limits_.take(organization, caller, now);
  }

 private:
  std::mutex mutex_;
  UtteranceLimits limits_;
};

}  // namespace parley
