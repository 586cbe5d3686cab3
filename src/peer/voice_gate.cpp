// SPDX-License-Identifier: Apache-2.0
#include "parley/peer/voice_gate.hpp"

#include <algorithm>
#include <cmath>

namespace parley::peer {

VoiceGate::VoiceGate(double threshold_dbfs) : mean_square_(32768.0 * 32768.0 * std::pow(10.0, threshold_dbfs / 10.0)) {}

bool VoiceGate::is_voiced(std::span<const std::int16_t> window) const {
  double sum = 0;
  for (const auto sample : window) sum += static_cast<double>(sample) * sample;
  return !window.empty() && sum / static_cast<double>(window.size()) > mean_square_;
}

std::optional<VoicedSpan> VoiceGate::find(std::span<const std::int16_t> samples) const {
  std::optional<VoicedSpan> span;
  for (std::size_t at = 0; at < samples.size(); at += kWindow) {
    const auto window = samples.subspan(at, std::min(kWindow, samples.size() - at));
    if (window.size() < kWindow / 2 || !is_voiced(window)) continue;
    if (!span) span = VoicedSpan{at, at};
    span->end = at + window.size();
  }
  return span;
}

}  // namespace parley::peer
