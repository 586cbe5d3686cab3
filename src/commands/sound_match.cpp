// SPDX-License-Identifier: Apache-2.0
#include "sound_match.hpp"

#include <algorithm>
#include <cmath>

#include "parley/peer/voice_gate.hpp"

namespace parley::commands {
namespace {

// Normalised cross-correlation of two sounds of the same length.
double correlation_of(Sound one, Sound other) {
  double product = 0;
  double energy_one = 0;
  double energy_other = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    product += static_cast<double>(one[i]) * other[i];
    energy_one += static_cast<double>(one[i]) * one[i];
    energy_other += static_cast<double>(other[i]) * other[i];
  }
  return energy_one > 0 && energy_other > 0 ? product / std::sqrt(energy_one * energy_other) : 0;
}

}  // namespace

std::vector<std::int16_t> voiced_part(Sound sound) {
  const auto voiced = peer::VoiceGate().find(sound);
  if (!voiced) return {};
  const auto part = sound.subspan(voiced->first, voiced->end - voiced->first);
  return {part.begin(), part.end()};
}

Resumption match_resumed(Sound whole, Sound heard) {
  Resumption match;
  const auto shared = std::min(whole.size(), heard.size());
  const auto begin = whole.begin();
  const auto parted = std::mismatch(begin, begin + static_cast<std::ptrdiff_t>(shared), heard.begin());
  match.pause_at = static_cast<std::size_t>(parted.first - begin);
  if (match.pause_at == whole.size()) {
    match.complete = true;
    match.correlation = 1;
    return match;
  }
  const auto differs = std::mismatch(whole.rbegin(), whole.rend(), heard.rbegin(), heard.rend());
  const auto same_end = static_cast<std::size_t>(differs.first - whole.rbegin());
  if (heard.size() < whole.size()) return match;  // something is missing for certain
  match.pause_samples = heard.size() - whole.size();
  match.lost_samples = whole.size() - std::min(whole.size(), match.pause_at + same_end);
  const auto rest = whole.size() - match.pause_at;
  match.correlation = correlation_of(whole.last(rest), heard.last(rest));
  constexpr double kSame = 0.95;
  match.complete = match.correlation >= kSame;
  return match;
}

std::optional<std::size_t> falls_silent(Sound sound, std::size_t from, std::size_t quiet) {
  constexpr std::size_t kWindow = peer::VoiceGate::kWindow;
  constexpr std::size_t kJustBefore = 800;
  const peer::VoiceGate gate;
  const auto start = (from > kJustBefore ? from - kJustBefore : 0) / kWindow * kWindow;
  std::optional<std::size_t> until;
  for (auto at = start; at + kWindow <= sound.size(); at += kWindow) {
    if (gate.is_voiced(sound.subspan(at, kWindow))) {
      until = at + kWindow;
    } else if (at >= from && !until) {
      return std::nullopt;
    } else if (until && at >= from && at + kWindow - *until >= quiet) {
      return until;
    }
  }
  return until;
}

}  // namespace parley::commands
