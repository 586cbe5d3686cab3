// SPDX-License-Identifier: Apache-2.0
// Cepstral frames, 100 a second, and the removal of a line's own colour from them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace parley {

using Cepstrum = std::array<float, 13>;

struct VoicedFrame {
  Cepstrum cepstrum;
  std::int64_t ends_at = 0;  // in samples of the caller's stream, 8 kHz
};

// Running mean that starts from what phone speech has on average and moves to the caller's own as speech comes in.
class CepstralMean {
 public:
  explicit CepstralMean(const Cepstrum& prior, double prior_frames) : sum_(prior), frames_(prior_frames) {
    for (auto& value : sum_) value *= static_cast<float>(prior_frames);
  }
  void add(const Cepstrum& frame) {
    for (std::size_t i = 0; i < frame.size(); ++i) sum_[i] += frame[i];
    frames_ += 1;
  }
  // Older speech counts no more than this many frames from here on.
  void fade_to(double frames) {
    if (frames_ <= frames) return;
    for (auto& value : sum_) value *= static_cast<float>(frames / frames_);
    frames_ = frames;
  }
  Cepstrum mean() const {
    Cepstrum out = sum_;
    for (auto& value : out) value /= static_cast<float>(frames_);
    return out;
  }
  double frames() const { return frames_; }

 private:
  Cepstrum sum_;
  double frames_;
};

inline Cepstrum without(const Cepstrum& frame, const Cepstrum& mean) {
  Cepstrum out;
  for (std::size_t i = 0; i < frame.size(); ++i) out[i] = frame[i] - mean[i];
  return out;
}

}  // namespace parley
