// SPDX-License-Identifier: Apache-2.0
// What counts as a voiced sample: it lies in a window of 5 ms whose root mean square is above -45 dB of full scale.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace parley::peer {

struct VoicedSpan {
  std::size_t first = 0;  // first sample of the first voiced window
  std::size_t end = 0;    // behind the last sample of the last voiced window

  friend bool operator==(const VoicedSpan&, const VoicedSpan&) = default;
};

class VoiceGate {
 public:
  static constexpr std::size_t kWindow = 40;  // samples at 8000 Hz
  static constexpr double kThresholdDbfs = -45.0;

  explicit VoiceGate(double threshold_dbfs = kThresholdDbfs);

  // A last window that is shorter than half is left out.
  std::optional<VoicedSpan> find(std::span<const std::int16_t> samples) const;
  bool is_voiced(std::span<const std::int16_t> window) const;

 private:
  double mean_square_;  // threshold
};

}  // namespace parley::peer
