// SPDX-License-Identifier: Apache-2.0
#include "parley/media/g711.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <vector>

namespace parley {
namespace {

TEST(G711, DecodesTheKnownBytesOfBothLaws) {
  struct Case {
    G711Law law;
    std::uint8_t byte;
    std::int16_t sample;
  };
  // ITU-T G.711 tables 1 and 2, scaled to 16 bits.
  const auto mu = G711Law::mu_law;
  const auto a = G711Law::a_law;
  for (const Case& known :
       {Case{mu, 0x00, -32124}, {mu, 0x80, 32124}, {mu, 0x81, 31100}, {mu, 0x90, 15996}, {mu, 0xA0, 7932},
        {mu, 0xB0, 3900},       {mu, 0xC0, 1884},  {mu, 0xD0, 876},   {mu, 0xE0, 372},   {mu, 0xF0, 120},
        {mu, 0xFE, 8},          {mu, 0xFF, 0},     {mu, 0x7F, 0},     {a, 0xAA, 32256},  {a, 0x2A, -32256},
        {a, 0x80, 5504},        {a, 0x00, -5504},  {a, 0xC0, 344},    {a, 0x40, -344},   {a, 0xD5, 8},
        {a, 0x55, -8}}) {
    EXPECT_EQ(g711_decode(known.law, known.byte), known.sample) << "byte " << static_cast<int>(known.byte);
  }
}

TEST(G711, EveryByteSurvivesThereAndBack) {
  for (const auto law : {G711Law::mu_law, G711Law::a_law}) {
    for (unsigned byte = 0; byte < 256; ++byte) {
      const auto wire = static_cast<std::uint8_t>(byte);
      const std::int16_t sample = g711_decode(law, wire);
      EXPECT_EQ(g711_decode(law, g711_encode(law, sample)), sample) << byte;
    }
  }
}

TEST(G711, EncodesEverySampleToWithinHalfAStepOfTheNearestValue) {
  for (const auto law : {G711Law::mu_law, G711Law::a_law}) {
    for (int sample = -32768; sample <= 32767; ++sample) {
      const int back = g711_decode(law, g711_encode(law, static_cast<std::int16_t>(sample)));
      // Sixteen steps a segment: half a step is at most a 32nd of the value, and the top is clipped.
      const int allowed = std::max(16, std::abs(sample) / 30 + 8);
      ASSERT_LE(std::abs(back - sample), allowed) << "sample " << sample;
    }
  }
}

TEST(G711, SilenceIsTheByteOfAlmostZero) {
  EXPECT_LE(std::abs(g711_decode(G711Law::mu_law, g711_silence(G711Law::mu_law))), 8);
  EXPECT_LE(std::abs(g711_decode(G711Law::a_law, g711_silence(G711Law::a_law))), 8);
}

TEST(G711, ConvertsNoMoreThanTheShorterSideHolds) {
  const std::array<std::int16_t, 4> in{100, 200, 300, 400};
  std::array<std::uint8_t, 2> out{};
  EXPECT_EQ(g711_encode(G711Law::mu_law, in, out), 2U);
  std::array<std::int16_t, 8> back{};
  EXPECT_EQ(g711_decode(G711Law::mu_law, out, back), 2U);
  EXPECT_EQ(back[2], 0);
}

}  // namespace
}  // namespace parley
