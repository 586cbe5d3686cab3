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

Resumption match_resumed(Sound whole, Sound line) {
  constexpr std::ptrdiff_t kLandmark = 160;  // samples of speech that are found nowhere else
  constexpr std::size_t kMostLost = 1600;    // more than that is another speech
  Resumption match;
  auto heard =
      std::search(line.begin(), line.end(), whole.begin(), whole.begin() + std::min(kLandmark, std::ssize(whole)));
  auto said = whole.begin();
  std::vector<std::int16_t> behind;  // what was heard behind the first pause, without the pauses
  Sound rest;                        // and what should have been
  while (said != whole.end()) {
    const auto shared = std::min(whole.end() - said, line.end() - heard);
    const auto parted = std::mismatch(said, said + shared, heard);
    if (match.pauses > 0) behind.insert(behind.end(), heard, parted.second);
    said = parted.first;
    heard = parted.second;
    if (said == whole.end()) break;
    // Where does it go on? Nothing should be missing.
    const std::size_t lost_before = match.lost_samples;
    auto found = line.end();
    while (whole.end() - said >= kLandmark && match.lost_samples - lost_before <= kMostLost) {
      found = std::search(heard, line.end(), said, said + kLandmark);
      if (found != line.end()) break;
      ++said;
      ++match.lost_samples;
    }
    if (found == line.end()) return match;
    if (match.pauses++ == 0) rest = whole.subspan(static_cast<std::size_t>(said - whole.begin()));
    match.pause_samples += static_cast<std::size_t>(found - heard);
    heard = found;
  }
  match.correlation = match.pauses == 0 ? 1 : correlation_of(rest.last(std::min(rest.size(), behind.size())), behind);
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
