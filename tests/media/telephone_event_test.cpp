// SPDX-License-Identifier: Apache-2.0
#include "parley/media/telephone_event.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parley {
namespace {

using Bytes = std::vector<std::uint8_t>;

struct Arrival {
  std::uint32_t timestamp;
  Bytes payload;
  bool marker = false;
  std::uint32_t ssrc = 1;
};

Bytes key(std::uint8_t event, std::uint16_t duration, bool end = false) {
  return {event, static_cast<std::uint8_t>(end ? 0x8A : 0x0A), static_cast<std::uint8_t>(duration >> 8),
          static_cast<std::uint8_t>(duration & 0xFF)};
}

std::string digits(const std::vector<Arrival>& arrivals) {
  KeyListener keys;
  std::string heard;
  for (const auto& arrival : arrivals) {
    RtpHeader header;
    header.timestamp = arrival.timestamp;
    header.ssrc = arrival.ssrc;
    header.marker = arrival.marker;
    if (const auto digit = keys.hear(header, arrival.payload)) heard += *digit;
  }
  return heard;
}

TEST(TelephoneEvent, ReadsAndWritesTheFourBytes) {
  const auto event = parse_telephone_event(Bytes{11, 0x8A, 0x03, 0x20});
  ASSERT_TRUE(event);
  EXPECT_EQ(*event, (TelephoneEvent{11, true, 10, 800}));
  EXPECT_EQ(to_bytes(*event), (std::array<std::uint8_t, 4>{11, 0x8A, 0x03, 0x20}));
}

TEST(TelephoneEvent, ShortPayloadsAreNone) {
  for (std::size_t size = 0; size < 4; ++size) EXPECT_FALSE(parse_telephone_event(Bytes(size, 1))) << size;
}

TEST(TelephoneEvent, LooksBehindFourZeroBytes) {
  const auto event = parse_telephone_event(Bytes{0, 0, 0, 0, 5, 0x0A, 0, 160});
  ASSERT_TRUE(event);
  EXPECT_EQ(event->event, 5);
}

TEST(TelephoneEvent, NamesSixteenDigits) {
  const std::string all = "0123456789*#ABCD";
  for (std::uint8_t event = 0; event < 16; ++event) {
    EXPECT_EQ(digit_of(event), all[event]);
    EXPECT_EQ(event_of(all[event]), event);
  }
  EXPECT_EQ(event_of('a'), 12);
  EXPECT_FALSE(digit_of(16));  // flash
  EXPECT_FALSE(event_of('x'));
}

TEST(KeyListener, OnePressIsOneDigit) {
  struct Case {
    std::string name;
    std::vector<Arrival> arrivals;
    std::string digits;
  };
  const std::vector<Case> cases{
      {"updates and three ends",
       {{100, key(5, 160), true},
        {100, key(5, 320)},
        {100, key(5, 480, true)},
        {100, key(5, 480, true)},
        {100, key(5, 480, true)}},
       "5"},
      {"only one end arrives", {{100, key(7, 800, true)}}, "7"},
      {"every end is lost", {{100, key(1, 160), true}, {100, key(1, 320)}, {4000, key(2, 160), true}}, "12"},
      {"the same key twice", {{100, key(1, 160, true)}, {4000, key(1, 160), true}, {4000, key(1, 320, true)}}, "11"},
      {"the same key twice, no marker, no end", {{100, key(1, 160)}, {4000, key(1, 160)}}, "11"},
      {"an end after the next press began", {{100, key(1, 160)}, {4000, key(2, 160)}, {100, key(1, 480, true)}}, "12"},
      {"updates in the wrong order", {{100, key(9, 320)}, {100, key(9, 160), true}, {100, key(9, 480, true)}}, "9"},
      {"four zero bytes before each", {{100, {0, 0, 0, 0, 3, 0x0A, 0, 160}}, {100, {0, 0, 0, 0, 3, 0x8A, 1, 64}}}, "3"},
      {"flash is no digit", {{100, key(16, 160, true)}}, ""},
      {"across the timestamp's end", {{0xFFFFFF00, key(4, 160, true)}, {0x00000F00, key(5, 160, true)}}, "45"},
      {"a new source with the same timestamp", {{100, key(4, 160, true)}, {100, key(4, 160), false, 2}}, "44"},
      {"held for ten seconds",
       {{1000, key(8, 160), true},
        {1000, key(8, 65440)},
        {1000, key(8, 65535)},
        {1000 + 65535, key(8, 160)},
        {1000 + 65535, key(8, 14000, true)}},
       "8"},
      {"malformed ones are passed over", {{100, {1, 2}}, {100, key(6, 160)}}, "6"},
  };
  for (const auto& press : cases) EXPECT_EQ(digits(press.arrivals), press.digits) << press.name;
}

TEST(KeyListener, CountsWhatIsMalformed) {
  KeyListener keys;
  keys.hear({}, Bytes{1, 2});
  EXPECT_EQ(keys.malformed(), 1U);
}

TEST(KeyPress, SendsGrowingUpdatesAndThreeEnds) {
  KeyPress press(5, 1000, std::chrono::milliseconds{60});
  std::vector<std::uint16_t> durations;
  std::vector<bool> ends;
  while (const auto packet = press.next()) {
    EXPECT_EQ(packet->timestamp, 1000U);
    EXPECT_EQ(packet->marker, durations.empty());
    durations.push_back(packet->event.duration);
    ends.push_back(packet->event.end);
  }
  EXPECT_EQ(durations, (std::vector<std::uint16_t>{160, 320, 480, 480, 480}));
  EXPECT_EQ(ends, (std::vector<bool>{false, false, true, true, true}));
  EXPECT_EQ(press.elapsed(), 800U);
}

TEST(KeyPress, IsHeardAsOneDigitHoweverLong) {
  for (const int length : {20, 160, 8191, 8192, 9000, 30000}) {
    KeyPress press(2, 0xFFFFF000, std::chrono::milliseconds{length});
    KeyListener keys;
    std::string heard;
    while (const auto packet = press.next()) {
      RtpHeader header;
      header.timestamp = packet->timestamp;
      header.marker = packet->marker;
      if (const auto digit = keys.hear(header, to_bytes(packet->event))) heard += *digit;
    }
    EXPECT_EQ(heard, "2") << length << " ms";
  }
}

}  // namespace
}  // namespace parley
