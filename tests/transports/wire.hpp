// SPDX-License-Identifier: Apache-2.0
// A transport on real loopback sockets, under a clock that a test moves, with a peer that speaks RTP.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/media/rtp_packet.hpp"
#include "parley/transports/rtp_transport.hpp"
#include "transports/source_of_ticks.hpp"

namespace parley::test {

using Udp = asio::ip::udp;
using Datagram = std::vector<std::uint8_t>;

class Ear final : public MediaListener {
 public:
  std::vector<AudioFrame> frames;
  std::string digits;
  int first_packets = 0;
  std::optional<MediaLoss> lost;
  bool keep = true;

  void on_frame(const AudioFrame& frame) noexcept override {
    if (keep) frames.push_back(frame);
  }
  void on_first_packet() override { ++first_packets; }
  void on_digit(char digit) override { digits += digit; }
  void on_media_lost(MediaLoss loss) override { lost = loss; }
};

// Says a constant sample while `talking`.
class Mouth final : public FrameSource {
 public:
  bool talking = false;
  int asked = 0;
  bool next_frame(AudioFrame& frame) noexcept override {
    ++asked;
    if (!talking) return false;
    frame.count = 160;
    frame.samples.fill(1000);
    return true;
  }
};

class Peer {
 public:
  explicit Peer(asio::io_context& loop) : socket_(loop, {asio::ip::make_address("127.0.0.1"), 0}) {
    socket_.non_blocking(true);
  }
  MediaAddress address() const { return {"127.0.0.1", socket_.local_endpoint().port()}; }
  void send(std::uint16_t to, const Datagram& bytes) {
    socket_.send_to(asio::buffer(bytes), {asio::ip::make_address("127.0.0.1"), to});
  }
  // The next of a stream of 20 ms packets.
  void talk(std::uint16_t to, std::uint8_t byte = 0x20, std::size_t samples = 160) {
    Datagram payload(samples, byte);
    send_packet(to, payload, payload_type, false);
    timestamp += static_cast<std::uint32_t>(samples);
  }
  void send_packet(std::uint16_t to, const Datagram& payload, std::uint8_t type, bool marker) {
    Datagram bytes(kRtpHeaderSize + payload.size());
    write_rtp({type, marker, sequence++, timestamp, ssrc}, payload, bytes);
    send(to, bytes);
  }
  std::optional<Datagram> receive() {
    Datagram bytes(2048);
    boost::system::error_code failed;
    Udp::endpoint from;
    const auto size = socket_.receive_from(asio::buffer(bytes), from, 0, failed);
    if (failed) return std::nullopt;
    bytes.resize(size);
    return bytes;
  }
  std::vector<Datagram> receive_all() {
    std::vector<Datagram> all;
    while (auto bytes = receive()) all.push_back(std::move(*bytes));
    return all;
  }

  std::uint8_t payload_type = 0;
  std::uint16_t sequence = 65530;
  std::uint32_t timestamp = 4000;
  std::uint32_t ssrc = 0xCAFE;

 private:
  Udp::socket socket_;
};

class Wire {
 public:
  asio::io_context loop;
  StandingClock clock;
  ManualAlarm* alarm = new ManualAlarm;  // the wheel's
  SlotWheel wheel{clock, std::unique_ptr<Alarm>(alarm)};
  RtpPorts ports{"127.0.0.1", 0, 0};
  Ear ear;
  Mouth mouth;
  Peer peer{loop};
  RtpSettings settings;
  std::unique_ptr<RtpTransport> transport;

  Wire() {
    settings.remote = peer.address();
    settings.telephone_event = std::uint8_t{101};
  }
  void start() {
    auto port = ports.take(loop.get_executor());
    transport = create_rtp_transport(std::move(*port), settings, {}, wheel, clock, loop.get_executor());
    transport->start(ear, mouth);
  }
  std::uint16_t port() const { return transport->local_port(); }
  void drain() {
    loop.restart();
    while (loop.poll() > 0) {
    }
  }
  void advance(Duration span) {
    drain();
    alarm->advance(clock, span);
    drain();
  }
  // The peer talks for so many packets; time passes with each.
  void hear(int packets, std::uint8_t byte = 0x20) {
    for (int n = 0; n < packets; ++n) {
      peer.talk(port(), byte);
      advance(std::chrono::milliseconds{20});
    }
  }
};

}  // namespace parley::test
