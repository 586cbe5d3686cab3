// SPDX-License-Identifier: Apache-2.0
// Puts one side's audio on the call's timeline: runs on sample by sample and follows the clock only when it must.
#pragma once

#include <algorithm>
#include <cstdint>

#include "parley/core/time.hpp"

namespace parley {

class SideTimeline {
 public:
  explicit SideTimeline(Instant start) : start_(start) {}

  // Where `samples` of 8 kHz audio belong that were seen at `now`. Small differences are jitter and are not followed,
  // so that speech is never torn; a jump (hold, gap) is.
  MediaTime place(Instant now, std::int64_t samples) noexcept {
    const auto by_clock =
        samples_in(std::chrono::duration_cast<std::chrono::milliseconds>(now - start_), SampleRate::hz_8000);
    if (std::abs(by_clock - next_) > kTolerance) next_ = std::max(next_, by_clock);
    const MediaTime at{next_, SampleRate::hz_8000};
    next_ += samples;
    return at;
  }

 private:
  static constexpr std::int64_t kTolerance = 8000 * 120 / 1000;  // 120 ms

  Instant start_;
  std::int64_t next_ = 0;
};

}  // namespace parley
