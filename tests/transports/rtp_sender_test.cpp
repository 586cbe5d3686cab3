// SPDX-License-Identifier: Apache-2.0
#include "rtp_sender.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace parley {
namespace {

AudioFrame speech() {
  AudioFrame frame;
  frame.count = 160;
  frame.samples.fill(2000);
  return frame;
}

RtpHeader header_of(std::span<const std::uint8_t> datagram) {
  const auto packet = parse_rtp(datagram);
  return packet ? packet->header : RtpHeader{};
}

TEST(RtpSender, NumbersItsPacketsOverTheWrap) {
  RtpSender sender({7, 0xFFFF, 0xFFFFFFF0});
  sender.put(nullptr);
  EXPECT_EQ(header_of(sender.next_packet()), (RtpHeader{0, true, 0xFFFF, 0xFFFFFFF0, 7}));
  EXPECT_TRUE(sender.next_packet().empty());
  sender.put(nullptr);
  EXPECT_EQ(header_of(sender.next_packet()), (RtpHeader{0, false, 0, 0x90, 7}));
  EXPECT_EQ(sender.packets(), 2U);
}

TEST(RtpSender, MarksTheBeginningOfEachTalkspurt) {
  RtpSender sender({});
  const AudioFrame frame = speech();
  std::string markers;
  for (const char what : std::string("--ss-s")) {
    sender.put(what == 's' ? &frame : nullptr);
    markers += header_of(sender.next_packet()).marker ? 'M' : '.';
  }
  EXPECT_EQ(markers, "M.M..M");
}

TEST(RtpSender, FillsAShortFrameWithSilence) {
  RtpSender sender({});
  AudioFrame frame = speech();
  frame.count = 40;
  sender.put(&frame);
  const auto packet = parse_rtp(sender.next_packet());
  ASSERT_TRUE(packet);
  EXPECT_NE(packet->payload[39], 0xFF);
  EXPECT_EQ(packet->payload[40], 0xFF);
}

TEST(RtpSender, BringsPacketLengthsIntoTheirRange) {
  for (const auto& [asked, samples] : {std::pair{0U, 80U}, {5U, 80U}, {25U, 160U}, {60U, 480U}, {1000U, 480U}}) {
    RtpSender sender({});
    sender.configure(G711Law::mu_law, 0, asked);
    std::size_t size = 0;
    for (int n = 0; n < 4 && size == 0; ++n) {
      sender.put(nullptr);
      size = sender.next_packet().size();
    }
    EXPECT_EQ(size, kRtpHeaderSize + samples) << asked;
  }
}

TEST(RtpSender, LetsItsTimestampPassOverWhatWasNotSent) {
  RtpSender sender({0, 0, 1000});
  sender.skip(320);
  sender.put(nullptr);
  const RtpHeader header = header_of(sender.next_packet());
  EXPECT_EQ(header.timestamp, 1320U);
  EXPECT_EQ(header.sequence, 0);
}

TEST(RtpSender, DropsWhatWaitsWhenTheCodecChanges) {
  RtpSender sender({0, 0, 0});
  sender.configure(G711Law::mu_law, 0, 60);
  sender.put(nullptr);
  sender.configure(G711Law::a_law, 8, 20);
  sender.put(nullptr);
  const auto packet = parse_rtp(sender.next_packet());
  ASSERT_TRUE(packet);
  EXPECT_LE(std::abs(g711_decode(G711Law::a_law, packet->payload[0])), 80);
  EXPECT_EQ(packet->header.timestamp, 160U);
}

TEST(RtpSender, HissesFaintlyWhileNobodySpeaks) {
  RtpSender sender({7, 0, 0});
  sender.put(nullptr);
  const auto packet = parse_rtp(sender.next_packet());
  ASSERT_TRUE(packet);
  int loudest = 0;
  for (const auto byte : packet->payload) loudest = std::max(loudest, std::abs(g711_decode(G711Law::mu_law, byte)));
  EXPECT_GT(loudest, 8) << "the line is alive";
  EXPECT_LT(loudest, 80) << "and nobody would call it a voice";
}

struct KeyPacket {
  RtpHeader header;
  TelephoneEvent event;
};

// What is sent until nothing is pressed any more; nullopt: a period without a packet.
std::vector<std::optional<KeyPacket>> press_all(RtpSender& sender) {
  std::vector<std::optional<KeyPacket>> sent;
  for (int n = 0; n < 100 && sender.pressing(); ++n) {
    const auto packet = parse_rtp(sender.next_key_packet());
    sent.push_back(packet ? std::optional(KeyPacket{packet->header, *parse_telephone_event(packet->payload)})
                          : std::nullopt);
  }
  return sent;
}

TEST(RtpSender, PressesKeysOneAfterAnotherAsTelephoneEvents) {
  RtpSender sender({0, 10, 1000});
  sender.take_keys_as(101);
  ASSERT_TRUE(sender.press("1#"));
  std::vector<std::pair<std::uint8_t, std::uint32_t>> presses;  // event and timestamp of each first packet
  int ends = 0;
  std::uint16_t sequence = 10;
  for (const auto& packet : press_all(sender)) {
    if (!packet) continue;
    EXPECT_EQ(packet->header.payload_type, 101);
    EXPECT_EQ(packet->header.sequence, sequence++);
    if (packet->header.marker) presses.emplace_back(packet->event.event, packet->header.timestamp);
    ends += packet->event.end ? 1 : 0;
  }
  ASSERT_EQ(presses.size(), 2U);
  EXPECT_EQ(presses[0], (std::pair<std::uint8_t, std::uint32_t>{1, 1000}));
  EXPECT_EQ(presses[1].first, 11);
  EXPECT_GE(presses[1].second, 1000U + 160 * 8 + 80 * 8) << "a pause stands between two keys";
  EXPECT_EQ(ends, 6) << "each end is sent three times";
}

TEST(RtpSender, AudioGoesOnWithItsClockAfterTheLastKey) {
  RtpSender sender({0, 0, 0});
  sender.take_keys_as(101);
  ASSERT_TRUE(sender.press("5"));
  const auto periods = press_all(sender).size();
  sender.put(nullptr);
  const RtpHeader header = header_of(sender.next_packet());
  EXPECT_EQ(header.timestamp, 160U * periods);
  EXPECT_TRUE(header.marker);
}

TEST(RtpSender, RefusesWhatIsNoKeyAndPeersThatTakeNone) {
  RtpSender sender({});
  EXPECT_FALSE(sender.press("1")) << "the peer has not offered telephone-event";
  sender.take_keys_as(101);
  for (const auto& digits : {std::string(), std::string("12x"), std::string(65, '1')}) {
    EXPECT_FALSE(sender.press(digits)) << digits;
  }
  EXPECT_FALSE(sender.pressing());
  EXPECT_TRUE(sender.press("0123456789*#aD"));
}

}  // namespace
}  // namespace parley
