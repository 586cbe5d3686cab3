// SPDX-License-Identifier: Apache-2.0
// Turns a flood of occurrences into one line every so often that says how many there were.
#pragma once

#include <cstdint>
#include <optional>

#include "parley/core/time.hpp"

namespace parley::sip {

class FloodNotice {
 public:
  explicit FloodNotice(Duration quiet_for) : quiet_for_(quiet_for) {}

  // Counts one; the number to report, or nullopt while the last report is young.
  std::optional<std::uint64_t> note(Instant now) {
    ++unreported_;
    if (quiet_until_ && now < *quiet_until_) return std::nullopt;
    quiet_until_ = now + quiet_for_;
    const auto count = unreported_;
    unreported_ = 0;
    return count;
  }

 private:
  Duration quiet_for_;
  std::uint64_t unreported_ = 0;
  std::optional<Instant> quiet_until_;
};

}  // namespace parley::sip
