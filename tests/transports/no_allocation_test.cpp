// SPDX-License-Identifier: Apache-2.0
// The 20 ms path allocates nothing: every operator new of this binary is counted, a thread each.
#include <gtest/gtest.h>

#include "parley/media/playout.hpp"
#include "parley/media/voice_activity.hpp"
#include "support/counted_memory.hpp"
#include "transports/wire.hpp"

namespace parley {
namespace {

using namespace std::chrono_literals;

TEST(NoAllocation, TheCounterCounts) {
  const auto before = allocations;
  auto something = std::make_unique<int>(5);
  EXPECT_EQ(allocations, before + 1);
}

// Both ways over real sockets, with loss, reordering, duplicates, keys, a stranger and silence.
TEST(NoAllocation, ThousandsOfFramesBothWaysTakeNoMemory) {
  test::Wire wire;
  test::Peer stranger(wire.loop);
  stranger.ssrc = 0xBAD;
  wire.start();
  wire.ear.keep = false;
  wire.ear.digits.reserve(100);
  wire.hear(100);

  const test::Datagram voice(160, 0x33);
  const test::Datagram key{5, 0x8A, 1, 0};
  asio::ip::udp::socket sink(wire.loop, {asio::ip::make_address("127.0.0.1"), 0});
  std::array<std::uint8_t, kRtpHeaderSize + 160> packet;
  const asio::ip::udp::endpoint to(asio::ip::make_address("127.0.0.1"), wire.port());
  const auto send = [&](std::uint16_t sequence, std::uint32_t timestamp, std::uint8_t type,
                        const test::Datagram& body) {
    const std::size_t size = write_rtp({type, false, sequence, timestamp, 0xCAFE}, body, packet);
    boost::system::error_code ignored;
    sink.send_to(asio::buffer(packet.data(), size), to, 0, ignored);
  };
  // The stream moves to `sink`: locked after silence, as any other source would be.
  wire.advance(2s);
  for (std::uint16_t n = 0; n < 10; ++n) {
    send(n, n * 160U, 0, voice);
    wire.advance(20ms);
  }

  const auto stats_before = wire.transport->stats();
  const auto before = allocations;
  std::uint32_t timestamp = 1600;
  for (std::uint32_t n = 10; n < 5010; ++n, timestamp += 160) {
    wire.mouth.talking = n % 300 < 200;
    const auto sequence = static_cast<std::uint16_t>(n);
    if (n % 500 < 8) {
      send(sequence, timestamp, 101, key);
    } else if (n % 37 != 0) {
      send(n % 11 == 0 ? static_cast<std::uint16_t>(n ^ 1U) : sequence, n % 11 == 0 ? (n ^ 1U) * 160U : timestamp, 0,
           voice);
      if (n % 53 == 0) send(sequence, timestamp, 0, voice);
    }
    wire.loop.restart();
    while (wire.loop.poll() > 0) {
    }
    wire.alarm->advance(wire.clock, 20ms);
  }
  const auto after = allocations;
  const auto stats = wire.transport->stats();
  EXPECT_EQ(after - before, 0U);
  EXPECT_GT(stats.received - stats_before.received, 4500U);
  EXPECT_GE(stats.sent - stats_before.sent, 5000U);
  EXPECT_GT(stats.lost, 50U);
  EXPECT_EQ(wire.ear.digits.size(), 80U);
}

TEST(NoAllocation, RingingAndSettingTheAlarmTakesNoMemory) {
  struct Bell final : Alarm::Listener {
    std::unique_ptr<Clock> clock = create_system_clock();
    Alarm* alarm = nullptr;
    int rings = 0;
    void on_alarm() noexcept override {
      if (++rings < 3000) alarm->set(clock->now(), *this);
    }
  };
  asio::io_context loop;
  const auto alarm = create_alarm(loop.get_executor());
  Bell bell;
  bell.alarm = alarm.get();
  alarm->set(bell.clock->now(), bell);
  while (bell.rings < 10) loop.run_one();
  const auto before = allocations;
  loop.run();
  EXPECT_EQ(allocations - before, 0U);
  EXPECT_EQ(bell.rings, 3000);
}

TEST(NoAllocation, HearingAndPlayingTakeNoMemory) {
  SpeechDetector detector;
  Playout playout;
  AudioFrame frame;
  frame.count = 160;
  frame.samples.fill(500);
  const auto utterance = playout.begin(TurnId{1});
  const auto before = allocations;
  for (int n = 0; n < 3000; ++n) {
    playout.offer(utterance, frame.used());
    playout.next(frame);
    detector.hear(frame);
  }
  EXPECT_EQ(allocations - before, 0U);
}

}  // namespace
}  // namespace parley
