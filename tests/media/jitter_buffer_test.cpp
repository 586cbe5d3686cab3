// SPDX-License-Identifier: Apache-2.0
#include "parley/media/jitter_buffer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace parley {
namespace {

// A stream of packets whose every payload byte is the low byte of its number; what is released is noted as text:
// "3" for packet 3, "x" for a lost chunk, "." for silence.
class Stream {
 public:
  JitterBuffer buffer;
  std::string heard;
  std::vector<std::int64_t> positions;
  std::int64_t end = 0;

  Instant at(std::int64_t ms) const { return Instant{} + std::chrono::hours{1} + std::chrono::milliseconds{ms}; }

  bool put(int number, std::int64_t ms, std::uint32_t timestamp, std::size_t size = 160, std::uint32_t ssrc = 7) {
    const std::vector<std::uint8_t> payload(size, static_cast<std::uint8_t>(number));
    const bool kept =
        buffer.put({{0, false, static_cast<std::uint16_t>(first_ + number), timestamp, ssrc}, payload}, at(ms));
    take(ms);
    return kept;
  }
  bool put(int number, std::int64_t ms) { return put(number, ms, timestamp_of(number)); }
  void event(int number, std::int64_t ms, std::uint32_t timestamp) {
    buffer.put_other({101, false, static_cast<std::uint16_t>(first_ + number), timestamp, 7}, at(ms));
    take(ms);
  }
  void take(std::int64_t ms) {
    while (const auto released = buffer.take(at(ms))) {
      EXPECT_GE(released->starts_at, end) << "time went back";
      positions.push_back(released->starts_at);
      end = released->starts_at + released->samples;
      if (released->kind == Released::Kind::audio)
        heard += std::to_string(released->payload[0]) + " ";
      else
        heard += released->kind == Released::Kind::lost ? "x " : ". ";
    }
  }
  std::uint32_t timestamp_of(int number) const { return base_ + static_cast<std::uint32_t>(number) * 160U; }

 private:
  std::uint16_t first_ = 65534;      // the sequence wraps early
  std::uint32_t base_ = 0xFFFFFF00;  // and so does the timestamp
};

TEST(JitterBuffer, ReleasesWhatIsInSequenceAtOnce) {
  Stream stream;
  for (int n = 0; n < 5; ++n) stream.put(n, 20 * n);
  EXPECT_EQ(stream.heard, "0 1 2 3 4 ");
  EXPECT_EQ(stream.positions, (std::vector<std::int64_t>{0, 160, 320, 480, 640}));
}

TEST(JitterBuffer, PutsSwappedPacketsInOrder) {
  Stream stream;
  stream.put(0, 0);
  stream.put(2, 20);
  EXPECT_EQ(stream.heard, "0 ");
  stream.put(1, 25);
  EXPECT_EQ(stream.heard, "0 1 2 ");
  EXPECT_EQ(stream.buffer.counts().lost, 0U);
}

TEST(JitterBuffer, WaitsForAGapAndThenGivesItUp) {
  Stream stream;
  for (int n = 0; n < 3; ++n) stream.put(n, 20 * n);
  stream.put(4, 80);
  stream.take(95);
  EXPECT_EQ(stream.heard, "0 1 2 ");
  stream.take(100);  // 20 ms after packet 4
  EXPECT_EQ(stream.heard, "0 1 2 x 4 ");
  EXPECT_EQ(stream.buffer.counts().lost, 1U);
  EXPECT_EQ(stream.positions.back(), 640);
}

TEST(JitterBuffer, CountsWhatComesTooLateAndLearnsToWait) {
  Stream stream;
  stream.put(0, 0);
  stream.put(2, 40);
  stream.take(60);
  const Duration before = stream.buffer.wait();
  EXPECT_FALSE(stream.put(1, 90));
  EXPECT_EQ(stream.buffer.counts().late, 1U);
  EXPECT_EQ(stream.heard, "0 x 2 ");
  EXPECT_GE(stream.buffer.wait(), before + std::chrono::milliseconds{25});
  EXPECT_LE(stream.buffer.wait(), std::chrono::milliseconds{120});
}

TEST(JitterBuffer, DropsDuplicatesHeardOrWaiting) {
  Stream stream;
  stream.put(0, 0);
  EXPECT_FALSE(stream.put(0, 1));
  stream.put(2, 20);
  EXPECT_FALSE(stream.put(2, 21));
  stream.put(1, 22);
  EXPECT_FALSE(stream.put(1, 23));
  EXPECT_EQ(stream.heard, "0 1 2 ");
  EXPECT_EQ(stream.buffer.counts().duplicates, 3U);
  EXPECT_EQ(stream.buffer.counts().late, 0U);
}

TEST(JitterBuffer, LetsTimePassOverASilenceThatWasNotSent) {
  Stream stream;
  stream.put(0, 0);
  stream.put(1, 520, stream.timestamp_of(26));  // next sequence, half a second later on both clocks
  EXPECT_EQ(stream.positions.front(), 0);
  EXPECT_EQ(stream.positions.back(), 26 * 160);
  EXPECT_EQ(stream.buffer.counts().lost, 0U);
}

TEST(JitterBuffer, MakesUpSilenceWhileNothingComes) {
  Stream stream;
  stream.put(0, 0);
  for (int ms = 20; ms <= 300; ms += 20) stream.take(ms);
  // Nothing until 120 ms without a packet, then up to the present.
  EXPECT_EQ(std::count(stream.heard.begin(), stream.heard.end(), '.'), 14);
  EXPECT_EQ(stream.end, 8 * 300);
  stream.put(1, 310, stream.timestamp_of(15));
  EXPECT_EQ(stream.positions.back(), 2400);
}

TEST(JitterBuffer, HearsABurstAfterAStallWhole) {
  Stream stream;
  stream.put(0, 0);
  for (int ms = 20; ms <= 400; ms += 20) stream.take(ms);
  for (int n = 1; n <= 19; ++n) stream.put(n, 400);
  EXPECT_NE(stream.heard.find("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 "), std::string::npos);
  EXPECT_EQ(stream.buffer.counts().lost, 0U);
}

TEST(JitterBuffer, TakesARestingSenderForNoSilence) {
  Stream stream;
  stream.put(0, 0);
  stream.buffer.rest();
  for (int ms = 20; ms <= 5000; ms += 20) stream.take(ms);
  EXPECT_EQ(stream.heard, "0 ");
  stream.put(1, 5000);  // the sender's clock stood still
  EXPECT_EQ(stream.positions.back(), 40000);
  EXPECT_EQ(stream.buffer.counts().restarts, 0U);
}

TEST(JitterBuffer, GoesOnWithAnotherSource) {
  Stream stream;
  stream.put(0, 0);
  stream.put(300, 20, 5, 160, 8);
  stream.put(301, 40, 165, 160, 8);
  EXPECT_EQ(stream.positions, (std::vector<std::int64_t>{0, 160, 320}));
  EXPECT_EQ(stream.buffer.counts().restarts, 1U);
  EXPECT_EQ(stream.buffer.counts().lost, 0U);
}

TEST(JitterBuffer, BelievesAJumpOfTheSequenceWhenASecondPacketConfirmsIt) {
  Stream stream;
  stream.put(0, 0);
  EXPECT_FALSE(stream.put(9000, 20));
  stream.put(1, 40);  // a stray packet it was
  EXPECT_EQ(stream.heard, "0 1 ");
  EXPECT_FALSE(stream.put(20000, 60));
  EXPECT_TRUE(stream.put(20001, 80));
  EXPECT_EQ(stream.buffer.counts().restarts, 1U);
}

TEST(JitterBuffer, SurvivesJumpsOfTheTimestamp) {
  Stream stream;
  stream.put(0, 0);
  stream.put(1, 20, stream.timestamp_of(1) + 0x40000000);  // forward by 37 hours
  stream.put(2, 40, stream.timestamp_of(2) + 0x40000000);
  EXPECT_EQ(stream.positions, (std::vector<std::int64_t>{0, 160, 320}));
  stream.put(3, 60, stream.timestamp_of(3) - 0x40000000);
  stream.put(4, 80, stream.timestamp_of(4) - 0x40000000);
  EXPECT_EQ(stream.positions.back(), 640);
}

TEST(JitterBuffer, TakesEveryPacketLengthFromTenToSixty) {
  for (const std::size_t samples : {80U, 160U, 240U, 320U, 400U, 480U}) {
    Stream stream;
    std::uint32_t timestamp = 1000;
    for (int n = 0; n < 20; ++n, timestamp += static_cast<std::uint32_t>(samples))
      if (n != 10) stream.put(n, static_cast<std::int64_t>(n * samples / 8), timestamp, samples);
    stream.take(static_cast<std::int64_t>(21 * samples / 8 + 120));
    EXPECT_GE(stream.end, static_cast<std::int64_t>(20 * samples)) << samples;
    EXPECT_EQ(stream.buffer.counts().lost, 1U) << samples;
    const auto chunks = static_cast<std::int64_t>((samples + 159) / 160);
    EXPECT_EQ(std::count(stream.heard.begin(), stream.heard.end(), 'x'), chunks) << samples;
  }
}

TEST(JitterBuffer, RefusesWhatNoCallSends) {
  Stream stream;
  EXPECT_FALSE(stream.put(0, 0, 0, 481));
  EXPECT_EQ(stream.heard, "");
}

TEST(JitterBuffer, KeysLeaveNoGapInTheSequence) {
  Stream stream;
  stream.put(0, 0);
  for (int n = 1; n <= 4; ++n) stream.event(n, 20 * n, stream.timestamp_of(1));
  stream.put(5, 100);
  EXPECT_EQ(stream.heard, "0 5 ");
  EXPECT_EQ(stream.positions.back(), 800);
  EXPECT_EQ(stream.buffer.counts().lost, 0U);
}

TEST(JitterBuffer, MeasuresJitterAndWaitsLongerOnAnUneasyLine) {
  Stream calm;
  Stream uneasy;
  for (int n = 0; n < 300; ++n) {
    calm.put(n, 20 * n);
    uneasy.put(n, 20 * n + (n % 2) * 18);
  }
  EXPECT_LT(calm.buffer.jitter(), std::chrono::milliseconds{1});
  EXPECT_EQ(calm.buffer.wait(), std::chrono::milliseconds{20});
  EXPECT_NEAR(std::chrono::duration<double>(uneasy.buffer.jitter()).count(), 0.018, 0.001);
  EXPECT_GT(uneasy.buffer.wait(), std::chrono::milliseconds{50});
  EXPECT_LE(uneasy.buffer.wait(), std::chrono::milliseconds{120});
}

// Whatever the network does, time never goes back, nothing is heard twice and the books balance.
TEST(JitterBuffer, KeepsItsBooksOverLossReorderingAndDuplicates) {
  std::mt19937 random(42);
  for (int run = 0; run < 20; ++run) {
    struct Sent {
      int number;
      std::int64_t arrives;
    };
    std::vector<Sent> wire;
    constexpr int kPackets = 200;
    std::uint64_t never = 0;
    for (int n = 0; n < kPackets; ++n) {
      const bool edge = n == 0 || n == kPackets - 1;
      if (!edge && random() % 100 < 5) {
        ++never;
        continue;
      }
      wire.push_back({n, 20 * n + (edge ? 0 : static_cast<std::int64_t>(random() % 60))});
      if (random() % 100 < 3) wire.push_back({n, wire.back().arrives + 5});
    }
    std::stable_sort(wire.begin(), wire.end(), [](const auto& a, const auto& b) { return a.arrives < b.arrives; });
    Stream stream;
    std::uint64_t kept = 0;
    std::int64_t tick = 0;
    for (const auto& packet : wire) {
      for (; tick < packet.arrives; tick += 20) stream.take(tick);
      kept += stream.put(packet.number, packet.arrives) ? 1 : 0;
    }
    for (const std::int64_t end = tick + 100; tick < end; tick += 20) stream.take(tick);
    const auto counts = stream.buffer.counts();
    EXPECT_EQ(counts.received, kept);
    EXPECT_EQ(counts.received + counts.lost, static_cast<std::uint64_t>(kPackets)) << "run " << run;
    EXPECT_LE(counts.late, counts.lost);
    EXPECT_GE(counts.lost, never);
    EXPECT_LE(counts.lost, never + 8) << "too impatient";
    EXPECT_GE(stream.end, kPackets * 160);
    EXPECT_LE(stream.end, (kPackets + 8) * 160);
  }
}

}  // namespace
}  // namespace parley
