// SPDX-License-Identifier: Apache-2.0
#include "flite_sound.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace parley {
namespace {

constexpr std::int64_t kWindowMs = 5;
// -45 dB of full scale: what callers and measurements take for voice begins there.
constexpr double kVoicedMeanSquare = 32768.0 * 32768.0 * 3.1622776e-5;
constexpr float kKnee = 16384;
constexpr float kCeiling = 32700;

// Long enough to push the last sample through the resampler's filter.
constexpr std::size_t kFlush = kHalfBandTaps / 2 + 1;

}  // namespace

std::int16_t limited(float sample) {
  const float size = std::abs(sample);
  if (size <= kKnee) return static_cast<std::int16_t>(std::lrint(sample));
  const float room = kCeiling - kKnee;
  return static_cast<std::int16_t>(std::lrint(std::copysign(kKnee + room * std::tanh((size - kKnee) / room), sample)));
}

FliteSound::FliteSound(std::uint32_t engine_rate, SampleRate rate, float gain)
    : engine_rate_(engine_rate), rate_(rate), gain_(gain) {
  window_.reserve(in_ms(kWindowMs));
}

void FliteSound::push(std::span<const std::int16_t> samples) {
  if (engine_rate_ == hertz(rate_)) return hear(samples);
  std::vector<std::int16_t> converted(samples.size() * 2);
  const auto count =
      engine_rate_ > hertz(rate_) ? halver_.convert(samples, converted) : doubler_.convert(samples, converted);
  hear(std::span(converted).first(count));
}

void FliteSound::hear(std::span<const std::int16_t> samples) {
  const auto whole = in_ms(kWindowMs);
  for (const std::int16_t sample : samples) {
    window_.push_back(limited(gain_ * static_cast<float>(sample)));
    if (window_.size() < whole) continue;
    judge(window_);
    window_.clear();
  }
  heard_ += static_cast<std::int64_t>(samples.size());
}

void FliteSound::judge(std::span<const std::int16_t> window) {
  double energy = 0;
  for (const std::int16_t sample : window) energy += static_cast<double>(sample) * sample;
  const bool voice = energy > kVoicedMeanSquare * static_cast<double>(window.size());
  if (voice) {
    if (!voiced_) {
      const auto surplus = held_.size() - std::min(held_.size(), in_ms(kLeadMs));
      held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(surplus));
      dropped_ = static_cast<std::int64_t>(surplus);
      voiced_ = true;
    }
    ready_.insert(ready_.end(), held_.begin(), held_.end());
    held_.clear();
  }
  auto& place = voice ? ready_ : held_;
  place.insert(place.end(), window.begin(), window.end());
}

void FliteSound::mark(std::uint32_t text_end, double end_seconds) {
  const auto end = sentence_start_ + static_cast<std::int64_t>(std::llround(end_seconds * hertz(rate_)));
  const auto before = marks_.empty() ? 0 : marks_.back().sample_end;
  marks_.push_back({text_end, std::max(end, before)});
}

void FliteSound::finish() {
  if (finished_) return;
  finished_ = true;
  if (engine_rate_ != hertz(rate_)) push(std::vector<std::int16_t>(kFlush));
  window_.resize(in_ms(kWindowMs));
  judge(window_);
  if (!voiced_) dropped_ = static_cast<std::int64_t>(held_.size());
  held_.resize(in_ms(kTrailMs));  // a voice may stop without any silence
  const auto fade = in_ms(kWindowMs);
  for (std::size_t i = 0; i < fade; ++i) {
    auto& sample = held_[held_.size() - fade + i];
    sample = static_cast<std::int16_t>(sample * static_cast<int>(fade - i) / static_cast<int>(fade));
  }
  ready_.insert(ready_.end(), held_.begin(), held_.end());
  held_.clear();
}

SpokenChunk FliteSound::take() {
  SpokenChunk chunk;
  chunk.rate = rate_;
  chunk.samples = std::exchange(ready_, {});
  taken_ += static_cast<std::int64_t>(chunk.samples.size());
  while (!marks_.empty()) {
    const auto end = std::clamp<std::int64_t>(marks_.front().sample_end - dropped_, 0, finished_ ? taken_ : INT64_MAX);
    if (end > taken_) break;
    chunk.words.push_back({marks_.front().text_end, end});
    marks_.pop_front();
  }
  return chunk;
}

}  // namespace parley
