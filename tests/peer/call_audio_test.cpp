// SPDX-License-Identifier: Apache-2.0
#include "call_audio.hpp"

#include <gtest/gtest.h>

namespace parley::peer {
namespace {

using namespace std::chrono_literals;

void hear(CallAudio& audio, CallTime arrived, std::uint32_t position, std::int16_t value, std::uint32_t stream = 1) {
  const std::vector<std::int16_t> samples(160, value);
  HeardSound sound;
  sound.samples = samples;
  sound.arrived = arrived;
  sound.stream = stream;
  sound.position = position;
  audio.heard(sound);
}

TEST(CallAudio, TheFirstPacketLiesWhereItArrivedAndTheOthersByTimestamp) {
  CallAudio audio(1s);
  hear(audio, 1s + 40ms, 5000, 1);
  hear(audio, 1s + 95ms, 5320, 3);  // late, and before the one between
  hear(audio, 1s + 96ms, 5160, 2);
  ASSERT_EQ(audio.heard().size(), 320u + 480u);
  EXPECT_EQ(audio.heard()[319], 0);
  EXPECT_EQ(audio.heard()[320], 1);
  EXPECT_EQ(audio.heard()[480], 2);
  EXPECT_EQ(audio.heard()[640], 3);
}

TEST(CallAudio, TimestampsMayWrap) {
  CallAudio audio(0s);
  hear(audio, 0ms, 0xFFFFFFFF - 159, 1);
  hear(audio, 20ms, 0, 2);
  ASSERT_EQ(audio.heard().size(), 320u);
  EXPECT_EQ(audio.heard()[160], 2);
}

TEST(CallAudio, APauseAJumpAndAnotherStreamAreAnchoredAnew) {
  CallAudio audio(0s);
  hear(audio, 0ms, 0, 1);
  hear(audio, 1s, 160, 2);  // the sender stopped its timestamps meanwhile
  ASSERT_EQ(audio.heard().size(), 8160u);
  EXPECT_EQ(audio.heard()[8000], 2);
  hear(audio, 1s + 20ms, 77, 3, 2);
  EXPECT_EQ(audio.heard()[8160], 3);
  hear(audio, 1s + 40ms, 4000000000U, 4, 2);
  EXPECT_EQ(audio.heard().size(), 8480u);
}

TEST(CallAudio, OwnVoiceIsKeptSlotBySlot) {
  CallAudio audio(0s);
  const std::vector<std::int16_t> slot(160, 7);
  audio.spoke(slot);
  audio.spoke(slot);
  EXPECT_EQ(audio.spoken(), std::vector<std::int16_t>(320, 7));
}

}  // namespace
}  // namespace parley::peer
