// SPDX-License-Identifier: Apache-2.0
// Brings callers to one loudness for the recogniser: quiet lines up, loud ones down, slowly, never noise.
#pragma once

#include <cstdint>
#include <span>

namespace parley {

struct LevelSettings {
  float target_dbfs = -23.0F;  // mean of voiced sound
  float most_gain_db = 18.0F;
  float most_cut_db = 12.0F;
  float step_db = 0.15F;  // a 20 ms frame at the most: a syllable is not bent

  friend bool operator==(const LevelSettings&, const LevelSettings&) = default;
};

// One per caller, 8 kHz. Pure; never allocates.
class LevelNormaliser {
 public:
  explicit LevelNormaliser(LevelSettings settings = {}) : settings_(settings) {}

  // A frame of up to 60 ms, in place; `voiced` frames teach the level. Peaks are rounded off, never clipped hard.
  void apply(std::span<std::int16_t> samples, bool voiced, float level_dbfs) noexcept;
  float gain_db() const { return gain_db_; }

 private:
  LevelSettings settings_;
  float level_dbfs_ = 0;  // of the voice
  int learned_ = 0;       // voiced frames, up to a second
  float gain_db_ = 0;
};

}  // namespace parley
