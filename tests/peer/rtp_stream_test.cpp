// SPDX-License-Identifier: Apache-2.0
#include "rtp_stream.hpp"

#include <gtest/gtest.h>

namespace parley::peer {
namespace {

using namespace std::chrono_literals;

TEST(DigitSlots, ADigitGrowsEndsThreeTimesAndIsFollowedBySilence) {
  const std::string digits = "1#";
  std::vector<int> durations;
  int ends = 0;
  for (std::uint32_t slot = 0; slot < kDigitSlots; ++slot) {
    const auto digit = digit_slot(digits, slot);
    if (!digit) continue;
    EXPECT_EQ(digit->event, 1);
    EXPECT_EQ(digit->first, slot == 0);
    durations.push_back(digit->duration);
    ends += digit->end;
  }
  EXPECT_EQ(durations, (std::vector<int>{160, 320, 480, 640, 800, 960, 960, 960}));
  EXPECT_EQ(ends, 3);
  EXPECT_EQ(digit_slot(digits, kDigitSlots)->event, 11);
  EXPECT_FALSE(digit_slot(digits, 2 * kDigitSlots));
  EXPECT_TRUE(digit_slot(digits, last_digit_slot(digits))->end);
  EXPECT_FALSE(digit_slot(digits, last_digit_slot(digits) - 1)->end);
}

TEST(DigitSlots, EveryKeyHasItsEvent) {
  const std::pair<char, int> cases[] = {{'0', 0}, {'9', 9}, {'*', 10}, {'#', 11}, {'A', 12}, {'d', 15}};
  for (const auto& [key, event] : cases) EXPECT_EQ(event_of(key), event) << key;
  EXPECT_FALSE(event_of('x'));
}

TEST(RtpOutlet, SoundAndDigitsShareOneNumbering) {
  RtpOutlet outlet(7, 65535, 1000);
  RtpOutlet::Datagram datagram;
  const std::array<std::uint8_t, kSlotSamples> sound{};
  ASSERT_EQ(outlet.sound(0, sound, datagram), 172u);
  auto packet = parse_rtp(datagram);
  EXPECT_EQ(packet->header, (RtpHeader{0, true, 65535, 1000, 7}));

  const DigitSlot slots[] = {{5, 160, true, false}, {5, 320, false, false}, {5, 960, false, true}};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto size = outlet.digit(101, slots[i], datagram);
    ASSERT_EQ(size, 16u);
    packet = parse_rtp(std::span(datagram).first(size));
    EXPECT_EQ(packet->header, (RtpHeader{101, i == 0, static_cast<std::uint16_t>(i), 1160, 7}));
    EXPECT_EQ(packet->payload[0], 5);
    EXPECT_EQ(packet->payload[1] & 0x80, i == 2 ? 0x80 : 0);
    EXPECT_EQ(packet->payload[2] << 8 | packet->payload[3], slots[i].duration);
  }
  outlet.sound(0, sound, datagram);
  packet = parse_rtp(datagram);
  EXPECT_EQ(packet->header, (RtpHeader{0, false, 3, 1000 + 4 * 160, 7}));
}

RtpHeader numbered(std::uint16_t sequence, std::uint32_t ssrc = 1) { return {0, false, sequence, 0, ssrc}; }

TEST(RtpIntake, CountsLossAcrossReorderingDuplicatesAndTheWrap) {
  RtpIntake intake;
  CallTime at = 0ms;
  for (const int sequence : {65533, 65535, 65534, 0, 0, 3, 2}) {
    intake.take(numbered(static_cast<std::uint16_t>(sequence)), at += 20ms);
  }
  EXPECT_EQ(intake.received(), 6u);
  EXPECT_EQ(intake.lost(), 1u);  // 1
  EXPECT_TRUE(intake.take(numbered(1), at));
  EXPECT_EQ(intake.lost(), 0u);
  EXPECT_EQ(intake.stream(), 1u);
}

TEST(RtpIntake, AnotherSourceOrAJumpBeginsAnew) {
  RtpIntake intake;
  intake.take(numbered(10), 0ms);
  intake.take(numbered(12), 20ms);
  intake.take(numbered(40000, 2), 40ms);
  EXPECT_EQ(intake.stream(), 2u);
  intake.take(numbered(100, 2), 60ms);
  EXPECT_EQ(intake.stream(), 3u);
  EXPECT_EQ(intake.lost(), 1u);
  EXPECT_EQ(intake.received(), 4u);
}

TEST(RtpIntake, ThreeLateArrivalsOfAHundredShowInTheP99) {
  const auto p99_with = [](int late) {
    RtpIntake intake;
    CallTime at = 0ms;
    for (int i = 0; i < 101; ++i) {
      at += i > 0 && i <= late ? 45ms : 20ms;
      intake.take(numbered(static_cast<std::uint16_t>(i)), at);
    }
    return intake.interarrival_p99_ms();
  };
  EXPECT_DOUBLE_EQ(p99_with(0), 20);
  EXPECT_DOUBLE_EQ(p99_with(3), 45);
  EXPECT_DOUBLE_EQ(RtpIntake().interarrival_p99_ms(), 0);
}

TEST(RtpIntake, OneLateArrivalIsTheLongest) {
  RtpIntake intake;
  EXPECT_DOUBLE_EQ(intake.interarrival_max_ms(), 0);
  for (const auto& [sequence, at] : {std::pair{0, 0ms}, {1, 20ms}, {2, 85ms}, {3, 100ms}}) {
    intake.take(numbered(static_cast<std::uint16_t>(sequence)), at);
  }
  EXPECT_DOUBLE_EQ(intake.interarrival_max_ms(), 65);
}

}  // namespace
}  // namespace parley::peer
