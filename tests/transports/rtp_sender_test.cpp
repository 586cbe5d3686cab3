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

}  // namespace
}  // namespace parley
