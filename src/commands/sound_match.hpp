// SPDX-License-Identifier: Apache-2.0
// What became of a known piece of speech on its way: played to its end, held up in the middle, broken off. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace parley::commands {

using Sound = std::span<const std::int16_t>;

// From its first voiced sample to behind its last one (VoiceGate).
std::vector<std::int16_t> voiced_part(Sound sound);

struct Resumption {
  bool complete = false;          // the end of the speech was heard
  std::size_t pauses = 0;         // times that it was held up
  std::size_t pause_samples = 0;  // in all
  std::size_t lost_samples = 0;
  double correlation = 0;  // normalised, of what came behind the first pause with the same part of the original
};

// `whole`: the undisturbed speech. `heard`: the same with something that happened in it. Both begin with its first
// sample.
Resumption match_resumed(Sound whole, Sound heard);

// Behind the last voiced sample before the first `quiet` samples without voice at or behind `from`; nullopt when there
// was no voice in the 100 ms before `from`.
std::optional<std::size_t> falls_silent(Sound sound, std::size_t from, std::size_t quiet);

}  // namespace parley::commands
