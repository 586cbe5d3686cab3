// SPDX-License-Identifier: Apache-2.0
#include "parley/media/level_normaliser.hpp"

#include <algorithm>
#include <cmath>

namespace parley {
namespace {

constexpr int kFewFrames = 10;  // 200 ms of voice tell a level
constexpr int kSecond = 50;
constexpr float kKnee = 24000.0F;  // above it peaks are bent towards full scale
constexpr float kFullScale = 32767.0F;

float rounded_off(float sample) {
  const float size = std::abs(sample);
  if (size <= kKnee) return sample;
  const float over = (size - kKnee) / (kFullScale - kKnee);
  return std::copysign(kKnee + (kFullScale - kKnee) * std::tanh(over), sample);
}

}  // namespace

void LevelNormaliser::apply(std::span<std::int16_t> samples, bool voiced, float level_dbfs) noexcept {
  if (voiced) {
    learned_ = std::min(learned_ + 1, kSecond);
    level_dbfs_ += (level_dbfs - level_dbfs_) / static_cast<float>(learned_);
  }
  if (learned_ >= kFewFrames) {
    const float wanted =
        std::clamp(settings_.target_dbfs - level_dbfs_, -settings_.most_cut_db, settings_.most_gain_db);
    gain_db_ += std::clamp(wanted - gain_db_, -settings_.step_db, settings_.step_db);
  }
  if (std::abs(gain_db_) < 0.1F) return;
  const float factor = std::pow(10.0F, gain_db_ / 20.0F);
  for (auto& sample : samples) {
    sample = static_cast<std::int16_t>(std::lrint(rounded_off(factor * static_cast<float>(sample))));
  }
}

}  // namespace parley
