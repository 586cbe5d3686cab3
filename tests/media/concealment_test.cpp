// SPDX-License-Identifier: Apache-2.0
#include "parley/media/concealment.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>

namespace parley {
namespace {

using Frame = std::array<std::int16_t, 160>;

class Tone {
 public:
  Frame next() {
    Frame frame;
    for (auto& sample : frame)
      sample = static_cast<std::int16_t>(8000 * std::sin(phase_ += 2 * std::numbers::pi * 200 / 8000));
    return frame;
  }

 private:
  double phase_ = 0;
};

double level(const Frame& frame) {
  double energy = 0;
  for (const auto sample : frame) energy += static_cast<double>(sample) * sample;
  return std::sqrt(energy / static_cast<double>(frame.size()));
}

TEST(LossConcealment, GoesOnWithThePitchAndFadesOut) {
  LossConcealment concealment;
  Tone tone;
  Frame frame = tone.next();
  for (int n = 0; n < 10; ++n, frame = tone.next()) concealment.heard(frame);
  const double before = level(frame);

  Frame made;
  concealment.fill(made);
  EXPECT_GT(level(made), before / 3);
  concealment.fill(made);
  EXPECT_LT(level(made), before * 0.75);
  for (int n = 0; n < 3; ++n) concealment.fill(made);
  EXPECT_LT(level(made), 1);
}

TEST(LossConcealment, ComesBackWithoutALoudClick) {
  LossConcealment concealment;
  Tone tone;
  Frame frame{};
  for (int n = 0; n < 10; ++n) {
    frame = tone.next();
    concealment.heard(frame);
  }
  Frame made;
  concealment.fill(made);
  tone.next();
  frame = tone.next();
  concealment.heard(frame);
  // 200 Hz at 8000 rises by at most 1257 a sample.
  EXPECT_LT(std::abs(frame[0] - made[159]), 2600);
}

TEST(LossConcealment, IsQuietWhenNothingWasHeard) {
  LossConcealment concealment;
  Frame made;
  made.fill(1234);
  concealment.fill(made);
  EXPECT_LT(level(made), 1);
}

}  // namespace
}  // namespace parley
