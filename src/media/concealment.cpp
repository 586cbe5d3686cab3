// SPDX-License-Identifier: Apache-2.0
#include "parley/media/concealment.hpp"

#include <algorithm>
#include <cmath>

namespace parley {
namespace {

constexpr std::size_t kShortestPeriod = 40;  // 200 Hz
constexpr std::size_t kFullFor = 80;         // 10 ms at full strength …
constexpr std::size_t kGoneAfter = 480;      // … and nothing from 60 ms on
constexpr std::size_t kCrossFade = 40;       // 5 ms back into real sound

float strength(std::size_t made) {
  if (made < kFullFor) return 1;
  if (made >= kGoneAfter) return 0;
  return static_cast<float>(kGoneAfter - made) / static_cast<float>(kGoneAfter - kFullFor);
}

std::int16_t to_sample(float value) {
  return static_cast<std::int16_t>(std::lrint(std::clamp(value, -32768.0F, 32767.0F)));
}

}  // namespace

void LossConcealment::heard(std::span<std::int16_t> samples) noexcept {
  if (made_ > 0) {
    const std::size_t count = std::min(kCrossFade, samples.size());
    for (std::size_t n = 0; n < count; ++n) {
      const float real = static_cast<float>(n + 1) / static_cast<float>(count + 1);
      samples[n] = to_sample(real * static_cast<float>(samples[n]) + (1 - real) * next_made());
    }
    made_ = 0;
  }
  const auto newest = samples.last(std::min(samples.size(), kHistory));
  std::move(history_.begin() + static_cast<std::ptrdiff_t>(newest.size()), history_.end(), history_.begin());
  std::copy(newest.begin(), newest.end(), history_.end() - static_cast<std::ptrdiff_t>(newest.size()));
}

void LossConcealment::fill(std::span<std::int16_t> samples) noexcept {
  if (made_ == 0) find_cycle();
  for (auto& sample : samples) sample = to_sample(next_made());
}

float LossConcealment::next_made() noexcept {
  const float sample = strength(made_) * cycle_[at_];
  made_ = std::min(made_ + 1, kGoneAfter);
  at_ = at_ + 1 == period_ ? 0 : at_ + 1;
  return sample;
}

// The period after which the last 20 ms look most like themselves.
void LossConcealment::find_cycle() noexcept {
  const float* recent = history_.data() + kHistory - kCompared;
  float best = -1;
  period_ = kLongestPeriod;
  for (std::size_t period = kShortestPeriod; period <= kLongestPeriod; ++period) {
    float likeness = 0;
    float energy = 1;
    for (std::size_t n = 0; n < kCompared; ++n) {
      const float earlier = *(recent + n - period);
      likeness += recent[n] * earlier;
      energy += earlier * earlier;
    }
    // A multiple of the true period is as alike: the shorter one wins unless the longer is clearly better.
    const float score = likeness / std::sqrt(energy);
    if (score <= best * 1.02F) continue;
    best = score;
    period_ = period;
  }
  const float* last = history_.data() + kHistory - period_;
  std::copy_n(last, period_, cycle_.begin());
  // The cycle's end runs over into the sound before its beginning, so that repeating it does not click.
  const std::size_t overlap = period_ / 4;
  for (std::size_t n = 0; n < overlap; ++n) {
    const float before = static_cast<float>(n + 1) / static_cast<float>(overlap + 1);
    float& end = cycle_[period_ - overlap + n];
    end = (1 - before) * end + before * *(last - overlap + n);
  }
  at_ = 0;
}

}  // namespace parley
