// SPDX-License-Identifier: Apache-2.0
#include "pause_watch.hpp"

#include <algorithm>
#include <cmath>

namespace parley {

namespace {

constexpr int kBlock = 80;             // 10 ms
constexpr double kBelowPeakDb = 26;    // quieter than this under the loudest syllable is no speech
constexpr double kAboveFloorDb = 6;    // nor is what hardly stands out of the line's noise
constexpr double kFloorRiseDb = 0.03;  // a block: 3 dB a second
constexpr double kFloorFall = 0.3;     // share of the way down that the floor goes in a block
constexpr double kPeakSinkDb = 0.02;

}  // namespace

void PauseWatch::hear(std::span<const std::int16_t> samples) {
  for (auto sample : samples) {
    energy_ += static_cast<double>(sample) * sample;
    if (++count_ == kBlock) block();
  }
}

void PauseWatch::block() {
  const double level = 10 * std::log10(energy_ / kBlock + 1) + 1;
  energy_ = 0;
  count_ = 0;
  if (floor_db_ == 0) floor_db_ = level;
  floor_db_ += level < floor_db_ ? kFloorFall * (level - floor_db_) : std::min(kFloorRiseDb, level - floor_db_);
  peak_db_ = std::max(level, peak_db_ - kPeakSinkDb);
  const bool silent = level < std::max(peak_db_ - kBelowPeakDb, floor_db_ + kAboveFloorDb);
  quiet_ = silent ? quiet_ + 1 : 0;
}

}  // namespace parley
