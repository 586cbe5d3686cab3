// SPDX-License-Identifier: Apache-2.0
#include "rtp_receiver.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace parley {
namespace {

struct Line {
  RtpReceiver receiver;
  RtpHeader header{0, false, 100, 5000, 1};
  Instant now{std::chrono::hours{1}};
  std::vector<AudioFrame> heard;

  Line() { receiver.configure(G711Law::mu_law, 0, std::uint8_t{101}); }
  std::optional<char> comes(std::uint8_t type, const std::vector<std::uint8_t>& payload) {
    header.payload_type = type;
    const RtpPacket packet{header, payload};
    if (!receiver.accepts(packet)) return std::nullopt;
    const auto digit = receiver.put(packet, now);
    ++header.sequence;
    header.timestamp += 160;
    now += std::chrono::milliseconds{20};
    listen();
    return digit;
  }
  void listen() {
    while (const AudioFrame* frame = receiver.take(now)) heard.push_back(*frame);
  }
};

TEST(RtpReceiver, AcceptsOnlyTypesAndLengthsOfTheCall) {
  const std::vector<std::uint8_t> twenty(160);
  const std::vector<std::uint8_t> long_one(481);
  Line line;
  const auto accepts = [&](std::uint8_t type, const auto& payload) {
    return line.receiver.accepts({{type, false, 0, 0, 0}, payload});
  };
  EXPECT_TRUE(accepts(0, twenty));
  EXPECT_TRUE(accepts(8, twenty));
  EXPECT_TRUE(accepts(13, twenty));
  EXPECT_TRUE(accepts(101, twenty));
  EXPECT_FALSE(accepts(9, twenty));
  EXPECT_FALSE(accepts(96, twenty));
  EXPECT_FALSE(accepts(0, long_one));
  line.receiver.configure(G711Law::a_law, 97, std::nullopt);
  EXPECT_TRUE(accepts(97, twenty));
  EXPECT_FALSE(accepts(101, twenty));
}

TEST(RtpReceiver, DecodesADynamicTypeByItsNegotiatedLaw) {
  Line line;
  line.receiver.configure(G711Law::a_law, 97, std::nullopt);
  line.comes(97, std::vector<std::uint8_t>(160, 0x2A));
  ASSERT_EQ(line.heard.size(), 1U);
  EXPECT_EQ(line.heard[0].samples[0], -32256);
}

TEST(RtpReceiver, TakesComfortNoiseForAPause) {
  Line line;
  line.comes(0, std::vector<std::uint8_t>(160, 0x33));
  line.comes(13, {60});
  line.comes(0, std::vector<std::uint8_t>(160, 0x33));
  ASSERT_EQ(line.heard.size(), 2U);
  EXPECT_EQ(line.heard[1].starts_at.samples, 320);
  MediaStats stats;
  line.receiver.add_to(stats);
  EXPECT_EQ(stats.lost, 0U);
}

TEST(RtpReceiver, TellsKeysAndCountsMalformedOnes) {
  Line line;
  EXPECT_EQ(line.comes(101, {3, 0x8A, 0, 160}), '3');
  EXPECT_EQ(line.comes(101, {3}), std::nullopt);
  MediaStats stats;
  line.receiver.add_to(stats);
  EXPECT_EQ(stats.malformed, 1U);
}

TEST(RtpReceiver, FillsAGapWithASoundThatFades) {
  Line line;
  std::vector<std::uint8_t> tone(160);
  for (std::size_t n = 0; n < tone.size(); ++n) tone[n] = g711_encode(G711Law::mu_law, n % 40 < 20 ? 8000 : -8000);
  for (int n = 0; n < 10; ++n) line.comes(0, tone);
  line.header.sequence = static_cast<std::uint16_t>(line.header.sequence + 5);
  line.header.timestamp += 5 * 160;
  line.now += std::chrono::milliseconds{100};
  line.comes(0, tone);
  line.now += std::chrono::milliseconds{120};
  line.listen();
  ASSERT_GE(line.heard.size(), 16U);
  const auto loudest = [&](std::size_t n) {
    const auto samples = line.heard[n].used();
    return *std::max_element(samples.begin(), samples.end());
  };
  for (std::size_t n = 10; n < 15; ++n) EXPECT_TRUE(line.heard[n].concealed) << n;
  EXPECT_GT(loudest(10), 3000);
  EXPECT_EQ(loudest(14), 0);
  EXPECT_FALSE(line.heard[15].concealed);
}

}  // namespace
}  // namespace parley
