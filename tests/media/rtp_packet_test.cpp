// SPDX-License-Identifier: Apache-2.0
#include "parley/media/rtp_packet.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace parley {
namespace {

using Bytes = std::vector<std::uint8_t>;

// V P X CC, M PT, sequence 0x1234, timestamp 0x89ABCDEF, SSRC 0xDEADBEEF
Bytes header(std::uint8_t first, std::uint8_t second) {
  return {first, second, 0x12, 0x34, 0x89, 0xAB, 0xCD, 0xEF, 0xDE, 0xAD, 0xBE, 0xEF};
}
Bytes operator+(Bytes left, const Bytes& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

TEST(RtpPacket, ReadsWhatIsValid) {
  struct Case {
    std::string name;
    Bytes bytes;
    Bytes payload;
  };
  const std::vector<Case> cases{
      {"plain", header(0x80, 0x00) + Bytes{1, 2, 3}, {1, 2, 3}},
      {"no payload", header(0x80, 0x00), {}},
      {"two CSRC", header(0x82, 0x00) + Bytes(8, 9) + Bytes{1, 2}, {1, 2}},
      {"extension of one word", header(0x90, 0x00) + Bytes{0xBE, 0xDE, 0, 1, 7, 7, 7, 7} + Bytes{5}, {5}},
      {"empty extension", header(0x90, 0x00) + Bytes{0xBE, 0xDE, 0, 0} + Bytes{5}, {5}},
      {"padding", header(0xA0, 0x00) + Bytes{4, 5, 0, 0, 3}, {4, 5}},
      {"nothing but padding", header(0xA0, 0x00) + Bytes{0, 2}, {}},
      {"CSRC, extension and padding",
       header(0xB1, 0x00) + Bytes(4, 9) + Bytes{0, 0, 0, 1, 7, 7, 7, 7} + Bytes{6, 1},
       {6}},
  };
  for (const auto& valid : cases) {
    const auto packet = parse_rtp(valid.bytes);
    ASSERT_TRUE(packet) << valid.name;
    EXPECT_EQ(packet->header, (RtpHeader{0, false, 0x1234, 0x89ABCDEF, 0xDEADBEEF})) << valid.name;
    EXPECT_EQ(Bytes(packet->payload.begin(), packet->payload.end()), valid.payload) << valid.name;
  }
}

TEST(RtpPacket, ReadsMarkerAndPayloadType) {
  const auto packet = parse_rtp(header(0x80, 0x80 | 101));
  ASSERT_TRUE(packet);
  EXPECT_TRUE(packet->header.marker);
  EXPECT_EQ(packet->header.payload_type, 101);
}

TEST(RtpPacket, RefusesWhatIsNot) {
  struct Case {
    std::string name;
    Bytes bytes;
  };
  const std::vector<Case> cases{
      {"empty", {}},
      {"eleven bytes", Bytes(11, 0x80)},
      {"version 0 (STUN)", header(0x00, 0x00)},
      {"version 1", header(0x40, 0x00)},
      {"version 3", header(0xC0, 0x00)},
      {"RTCP sender report", header(0x80, 200)},
      {"CSRC list beyond the end", header(0x81, 0x00)},
      {"fifteen CSRC of three", header(0x8F, 0x00) + Bytes(12, 1)},
      {"extension header cut", header(0x90, 0x00) + Bytes{0, 0}},
      {"extension beyond the end", header(0x90, 0x00) + Bytes{0, 0, 0, 2, 1, 1, 1, 1}},
      {"extension of 65535 words", header(0x90, 0x00) + Bytes{0, 0, 0xFF, 0xFF}},
      {"padding of nothing", header(0xA0, 0x00) + Bytes{1, 0}},
      {"padding longer than the payload", header(0xA0, 0x00) + Bytes{1, 3}},
      {"padding said but no byte for it", header(0xA0, 0x00)},
  };
  for (const auto& wrong : cases) EXPECT_FALSE(parse_rtp(wrong.bytes)) << wrong.name;
}

TEST(RtpPacket, WritesTheBytesOfTheRfc) {
  std::array<std::uint8_t, 32> out{};
  const std::array<std::uint8_t, 2> payload{0xAA, 0xBB};
  const std::size_t length = write_rtp({8, true, 0x1234, 0x89ABCDEF, 0xDEADBEEF}, payload, out);
  const Bytes expected = header(0x80, 0x88) + Bytes{0xAA, 0xBB};
  EXPECT_EQ(Bytes(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(length)), expected);
}

TEST(RtpPacket, WritesNothingWhereThereIsNoRoom) {
  std::array<std::uint8_t, 13> out{};
  const std::array<std::uint8_t, 2> payload{};
  EXPECT_EQ(write_rtp({}, payload, out), 0U);
}

}  // namespace
}  // namespace parley
