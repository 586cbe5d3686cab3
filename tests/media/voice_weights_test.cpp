// SPDX-License-Identifier: Apache-2.0
#include "../../src/media/voice_weights.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(VoiceWeights, HalvesAreReadAsTheyAreWritten) {
  EXPECT_EQ(from_half(0x3C00), 1.0F);
  EXPECT_EQ(from_half(0xC000), -2.0F);
  EXPECT_EQ(from_half(0x3555), 0.333251953125F);
  EXPECT_EQ(from_half(0x0001), 5.9604644775390625e-8F);  // the smallest there is
  EXPECT_EQ(from_half(0x0000), 0.0F);
}

TEST(VoiceWeights, AreThoseOfTheNetworkThatWeKnow) {
  EXPECT_EQ(voice_weights().size(), 219009U);
  float largest = 0;
  for (const auto half : voice_weights()) largest = std::max(largest, std::abs(from_half(half)));
  EXPECT_NEAR(largest, 20.797, 0.001);
}

}  // namespace
}  // namespace parley
