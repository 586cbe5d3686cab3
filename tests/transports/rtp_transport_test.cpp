// SPDX-License-Identifier: Apache-2.0
#include "parley/transports/rtp_transport.hpp"

#include <gtest/gtest.h>

#include "transports/wire.hpp"

namespace parley {
namespace {

using namespace std::chrono_literals;
using test::Datagram;
using test::Peer;
using test::Wire;

TEST(RtpTransport, HearsWhatThePeerSaysOnOneTimeline) {
  Wire wire;
  wire.start();
  wire.hear(50);
  ASSERT_EQ(wire.ear.frames.size(), 50U);
  for (std::size_t n = 0; n < 50; ++n) {
    EXPECT_EQ(wire.ear.frames[n].starts_at, (MediaTime{static_cast<std::int64_t>(160 * n)}));
    EXPECT_EQ(wire.ear.frames[n].count, 160);
  }
  EXPECT_EQ(wire.ear.frames[20].samples[5], g711_decode(G711Law::mu_law, 0x20));
  EXPECT_EQ(wire.ear.first_packets, 1);
  EXPECT_EQ(wire.transport->stats().received, 50U);
}

TEST(RtpTransport, SendsComfortNoiseWithoutAPauseAndSpeechWithAMarker) {
  Wire wire;
  wire.start();
  wire.advance(100ms);
  wire.mouth.talking = true;
  wire.advance(100ms);
  const auto sent = wire.peer.receive_all();
  ASSERT_EQ(sent.size(), 10U);
  const auto first = parse_rtp(sent[0]);
  ASSERT_TRUE(first);
  for (std::size_t n = 0; n < sent.size(); ++n) {
    const auto packet = parse_rtp(sent[n]);
    ASSERT_TRUE(packet);
    EXPECT_EQ(packet->header.payload_type, 0);
    EXPECT_EQ(packet->header.ssrc, first->header.ssrc);
    EXPECT_EQ(packet->header.sequence, static_cast<std::uint16_t>(first->header.sequence + n));
    EXPECT_EQ(packet->header.timestamp, static_cast<std::uint32_t>(first->header.timestamp + 160 * n));
    EXPECT_EQ(packet->header.marker, n == 0 || n == 5) << n;
    EXPECT_EQ(packet->payload.size(), 160U);
    const int sample = std::abs(g711_decode(G711Law::mu_law, packet->payload[80]));
    EXPECT_TRUE(n < 5 ? sample < 80 : packet->payload[80] == g711_encode(G711Law::mu_law, 1000)) << n;
  }
  EXPECT_EQ(wire.transport->stats().sent, 10U);
}

TEST(RtpTransport, SpeaksALawWithItsOwnSilence) {
  Wire wire;
  wire.settings.law = G711Law::a_law;
  wire.settings.payload_type = 8;
  wire.start();
  wire.advance(20ms);
  const auto sent = wire.peer.receive();
  ASSERT_TRUE(sent);
  EXPECT_EQ((*sent)[1] & 0x7F, 8);
  EXPECT_LE(std::abs(g711_decode(G711Law::a_law, sent->back())), 80);
  wire.peer.payload_type = 8;
  wire.hear(1, 0x2A);
  EXPECT_EQ(wire.ear.frames.at(0).samples[0], -32256);
}

TEST(RtpTransport, SendsPacketsOfTheNegotiatedLength) {
  for (const std::uint32_t ptime : {10U, 20U, 30U, 40U, 50U, 60U}) {
    Wire wire;
    wire.settings.ptime_ms = ptime;
    wire.start();
    wire.advance(600ms);
    const auto sent = wire.peer.receive_all();
    ASSERT_EQ(sent.size(), 600 / ptime) << ptime;
    for (const auto& bytes : sent) EXPECT_EQ(bytes.size(), kRtpHeaderSize + 8 * ptime);
    const auto first = parse_rtp(sent.front());
    const auto last = parse_rtp(sent.back());
    EXPECT_EQ(last->header.timestamp - first->header.timestamp, 8 * (600 - ptime)) << ptime;
  }
}

TEST(RtpTransport, FollowsThePeerThatReallySendsAndLocksToIt) {
  Wire wire;
  Peer behind_nat(wire.loop);
  wire.start();
  wire.advance(40ms);
  EXPECT_EQ(wire.peer.receive_all().size(), 2U);
  for (int n = 0; n < 5; ++n) {
    behind_nat.talk(wire.port());
    wire.advance(20ms);
  }
  EXPECT_GE(behind_nat.receive_all().size(), 2U);
  wire.peer.receive_all();

  Peer stranger(wire.loop);
  stranger.ssrc = 0xBAD;
  for (int n = 0; n < 20; ++n) {
    behind_nat.talk(wire.port());
    stranger.talk(wire.port());
    wire.advance(20ms);
  }
  EXPECT_EQ(wire.transport->stats().foreign, 20U);
  EXPECT_EQ(wire.ear.frames.size(), 25U);
  EXPECT_TRUE(stranger.receive_all().empty());
  EXPECT_TRUE(wire.peer.receive_all().empty());
}

TEST(RtpTransport, CountsWhatIsNoRtpOrOfNoKnownType) {
  Wire wire;
  wire.start();
  wire.peer.send(wire.port(), {});
  wire.peer.send(wire.port(), {1, 2, 3});
  wire.peer.send(wire.port(), Datagram(1900, 0x80));
  wire.peer.payload_type = 96;
  wire.peer.talk(wire.port());
  wire.advance(20ms);
  EXPECT_EQ(wire.transport->stats().received, 0U);
  EXPECT_EQ(wire.transport->stats().malformed, 4U);
  EXPECT_TRUE(wire.ear.frames.empty());
  EXPECT_EQ(wire.ear.first_packets, 0);
}

TEST(RtpTransport, MixedLawsOfOneStreamAreBothUnderstood) {
  Wire wire;
  wire.start();
  wire.hear(1, 0x00);
  wire.peer.payload_type = 8;
  wire.hear(1, 0x2A);
  ASSERT_EQ(wire.ear.frames.size(), 2U);
  EXPECT_EQ(wire.ear.frames[0].samples[0], -32124);
  EXPECT_EQ(wire.ear.frames[1].samples[100], -32256);
}

TEST(RtpTransport, ConcealsAndCountsALostPacket) {
  Wire wire;
  wire.start();
  wire.hear(10);
  ++wire.peer.sequence;
  wire.peer.timestamp += 160;
  wire.advance(20ms);
  wire.hear(10);
  ASSERT_EQ(wire.ear.frames.size(), 21U);
  EXPECT_TRUE(wire.ear.frames[10].concealed);
  EXPECT_EQ(wire.ear.frames[20].starts_at.samples, 20 * 160);
  const auto stats = wire.transport->stats();
  EXPECT_EQ(stats.lost, 1U);
  EXPECT_EQ(stats.concealed, 1U);
}

TEST(RtpTransport, LetsTimePassForAPeerThatStopsSending) {
  Wire wire;
  wire.start();
  wire.hear(10);
  wire.advance(500ms);
  ASSERT_FALSE(wire.ear.frames.empty());
  const AudioFrame& last = wire.ear.frames.back();
  EXPECT_TRUE(last.concealed);
  EXPECT_EQ(last.samples[0], 0);
  EXPECT_NEAR(static_cast<double>(last.starts_at.samples), 5600, 320);
}

TEST(RtpTransport, TellsAKeyOnceAndCountsNoLossAroundIt) {
  Wire wire;
  wire.start();
  wire.hear(5);
  const std::uint32_t start = wire.peer.timestamp;
  for (int n = 1; n <= 8; ++n) {
    const bool end = n > 5;
    const auto duration = static_cast<std::uint8_t>(std::min(n, 6) * 160 / 256);
    wire.peer.send_packet(wire.port(), {7, static_cast<std::uint8_t>(end ? 0x8A : 0x0A), duration, 0}, 101, n == 1);
    wire.advance(20ms);
  }
  wire.peer.timestamp = start + 8 * 160;
  wire.hear(5);
  EXPECT_EQ(wire.ear.digits, "7");
  EXPECT_EQ(wire.transport->stats().lost, 0U);
}

TEST(RtpTransport, SaysWhenNothingEverComesAndWhenItStops) {
  Wire silent;
  silent.start();
  silent.advance(29s);
  EXPECT_FALSE(silent.ear.lost);
  silent.advance(2s);
  EXPECT_EQ(silent.ear.lost, MediaLoss::never_came);

  Wire stopped;
  stopped.start();
  stopped.hear(5);
  stopped.advance(14s);
  EXPECT_FALSE(stopped.ear.lost);
  stopped.advance(2s);
  EXPECT_EQ(stopped.ear.lost, MediaLoss::went_silent);
}

TEST(RtpTransport, WaitsWithoutEndWhileOnHoldAndGoesOnAfterwards) {
  Wire wire;
  wire.start();
  wire.hear(5);
  RtpSettings held = wire.settings;
  held.sends = held.receives = false;
  wire.transport->apply(held);
  wire.peer.receive_all();
  const int asked = wire.mouth.asked;
  wire.advance(60s);
  EXPECT_FALSE(wire.ear.lost);
  EXPECT_TRUE(wire.peer.receive_all().empty());
  EXPECT_EQ(wire.mouth.asked, asked) << "what the agent says waits";
  EXPECT_EQ(wire.ear.frames.size(), 5U);

  wire.transport->apply(wire.settings);
  wire.advance(14s);
  EXPECT_FALSE(wire.ear.lost);
  wire.hear(5);
  EXPECT_GE(wire.ear.frames.back().starts_at.samples, 74 * 8000);
  EXPECT_FALSE(wire.peer.receive_all().empty());
}

TEST(RtpTransport, KeepsItsTimestampsOnTheClockAcrossAHold) {
  Wire wire;
  wire.start();
  wire.advance(20ms);
  const auto before = parse_rtp(*wire.peer.receive());
  const std::uint32_t timestamp = before->header.timestamp;
  RtpSettings held = wire.settings;
  held.sends = false;
  wire.transport->apply(held);
  wire.advance(1000ms);
  wire.transport->apply(wire.settings);
  wire.advance(20ms);
  const auto bytes = wire.peer.receive();
  ASSERT_TRUE(bytes);
  EXPECT_EQ(parse_rtp(*bytes)->header.timestamp - timestamp, 51U * 160U);
}

TEST(RtpTransport, MovesToANewAddressWhenOneIsNegotiated) {
  Wire wire;
  wire.start();
  wire.hear(5);
  Peer moved(wire.loop);
  RtpSettings settings = wire.settings;
  settings.remote = moved.address();
  wire.transport->apply(settings);
  wire.peer.receive_all();
  wire.advance(40ms);
  EXPECT_EQ(moved.receive_all().size(), 2U);
  EXPECT_TRUE(wire.peer.receive_all().empty());
  moved.talk(wire.port());
  wire.advance(20ms);
  EXPECT_EQ(wire.transport->stats().received, 6U);
}

TEST(RtpTransport, SendsNothingWhileTheAddressIsUnknownOrHeld) {
  for (const char* host : {"", "0.0.0.0", "not-numeric.example"}) {
    Wire wire;
    wire.settings.remote.host = host;
    wire.start();
    wire.advance(100ms);
    EXPECT_EQ(wire.transport->stats().sent, 0U) << host;
    EXPECT_EQ(wire.mouth.asked, 0) << host;
    wire.hear(4);
    EXPECT_GT(wire.transport->stats().sent, 0U) << "but follows who sends, " << host;
  }
}

TEST(RtpTransport, IsSilentAfterStop) {
  Wire wire;
  wire.start();
  wire.hear(5);
  const std::uint16_t port = wire.port();
  wire.transport->stop();
  wire.peer.talk(port);
  wire.advance(60s);
  EXPECT_EQ(wire.ear.frames.size(), 5U);
  EXPECT_FALSE(wire.ear.lost);
  EXPECT_EQ(wire.wheel.size(), 0U);
}

TEST(RtpTransport, GivesItsPortBackWhenStopped) {
  Wire wire;
  RtpPorts one("127.0.0.1", 26010, 26011);
  auto port = one.take(wire.loop.get_executor());
  ASSERT_TRUE(port);
  wire.transport =
      create_rtp_transport(std::move(*port), wire.settings, {}, wire.wheel, wire.clock, wire.loop.get_executor());
  wire.transport->start(wire.ear, wire.mouth);
  EXPECT_EQ(one.free(), 0U);
  wire.transport->stop();
  EXPECT_EQ(one.free(), 1U);
}

TEST(RtpTransport, ReadsNoMoreThanItsShareInOneGo) {
  Wire wire;
  wire.start();
  for (int n = 0; n < 120; ++n) wire.peer.talk(wire.port());
  wire.loop.restart();
  wire.loop.poll_one();
  EXPECT_EQ(wire.transport->stats().received, 50U);
  wire.drain();
  EXPECT_EQ(wire.transport->stats().received, 120U);
}

TEST(RtpSettingsOf, TakeDirectionAndCodecFromTheNegotiation) {
  NegotiatedAudio audio;
  audio.codec = Codec::pcma;
  audio.payload_type = 8;
  audio.telephone_event = std::uint8_t{96};
  audio.ptime_ms = 30;
  audio.remote = {"192.0.2.1", 4000};
  audio.direction = MediaDirection::recvonly;
  const RtpSettings settings = rtp_settings(audio);
  EXPECT_EQ(settings.law, G711Law::a_law);
  EXPECT_EQ(settings.payload_type, 8);
  EXPECT_EQ(settings.telephone_event, 96);
  EXPECT_EQ(settings.ptime_ms, 30U);
  EXPECT_EQ(settings.remote, audio.remote);
  EXPECT_FALSE(settings.sends);
  EXPECT_TRUE(settings.receives);
}

}  // namespace
}  // namespace parley
