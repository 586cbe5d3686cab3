// SPDX-License-Identifier: Apache-2.0
#include "parley/peer/voice_gate.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace parley::peer {
namespace {

TEST(VoiceGate, FindsTheFirstAndLastVoicedWindow) {
  std::vector<std::int16_t> samples(400, 0);
  for (std::size_t i = 100; i < 250; ++i) samples[i] = 3000;
  // Windows of 40: 80–119 is the first that holds some of it, 240–279 the last.
  EXPECT_EQ(VoiceGate().find(samples), (VoicedSpan{80, 280}));
}

TEST(VoiceGate, TheThresholdIsMinus45OfFullScale) {
  // 32768 * 10^(-45/20) = 184.3
  EXPECT_FALSE(VoiceGate().find(std::vector<std::int16_t>(40, 184)));
  EXPECT_TRUE(VoiceGate().find(std::vector<std::int16_t>(40, 185)));
  EXPECT_FALSE(VoiceGate(-40).find(std::vector<std::int16_t>(40, 185)));
}

TEST(VoiceGate, SilenceOfBothLawsIsNotVoiced) {
  EXPECT_FALSE(VoiceGate().find(std::vector<std::int16_t>(160, 0)));
  EXPECT_FALSE(VoiceGate().find(std::vector<std::int16_t>(160, 8)));
}

TEST(VoiceGate, AShortRestCountsFromHalfAWindowOn) {
  EXPECT_FALSE(VoiceGate().find(std::vector<std::int16_t>(19, 9000)));
  EXPECT_EQ(VoiceGate().find(std::vector<std::int16_t>(20, 9000)), (VoicedSpan{0, 20}));
  EXPECT_FALSE(VoiceGate().find({}));
}

}  // namespace
}  // namespace parley::peer
