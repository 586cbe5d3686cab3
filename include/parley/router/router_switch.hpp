// SPDX-License-Identifier: Apache-2.0
// Whether any organization's utterances are routed at all: one switch for the whole installation, thrown while calls
// run. Thread-safe.
#pragma once

#include <atomic>

namespace parley {

class RouterSwitch {
 public:
  // `configured`: router.enabled of this node's settings; off there, nothing turns it on before the next start.
  explicit RouterSwitch(bool configured = true) : configured_(configured) {}

  bool enabled() const noexcept { return configured_ && live_.load(std::memory_order_relaxed); }
  // What the installation's setting `router` says.
  void set(bool enabled) noexcept { live_.store(enabled, std::memory_order_relaxed); }

 private:
  const bool configured_;
  std::atomic<bool> live_{true};
};

}  // namespace parley
