// SPDX-License-Identifier: Apache-2.0
#include "parley/transports/rtp_transport.hpp"

#include <array>
#include <random>
#include <utility>

#include "operation_memory.hpp"
#include "parley/core/invariant.hpp"
#include "parley/media/source_latch.hpp"
#include "rtp_port_open.hpp"
#include "rtp_receiver.hpp"
#include "rtp_sender.hpp"

namespace parley {
namespace {

using Endpoint = asio::ip::udp::endpoint;

// As many packets as a second holds are read in one go; a flood beyond that lets the other calls of the loop run.
constexpr int kMostPerWakeup = 50;
constexpr std::uint32_t kPeriodSamples = 160;

class RtpCall;

// The socket and the wait for its next packet.
struct Reception {
  explicit Reception(RtpPort bound) : port(std::move(bound)) {}
  RtpPort port;
  OperationMemory memory;
  RtpCall* call = nullptr;  // null: stopped
};

struct Readable {
  using allocator_type = OperationAllocator<void>;
  // Owners: the transport, and the wait that is under way, whose memory it is.
  std::shared_ptr<Reception> reception;

  allocator_type get_allocator() const noexcept { return allocator_type(reception->memory); }
  void operator()(boost::system::error_code error) const;
};

RtpOrigin random_origin() {
  std::random_device random;
  // The upper bit stays free, so that a stream does not wrap within its first minutes at a peer that mishandles it.
  return {random(), static_cast<std::uint16_t>(random() & 0x7FFFU), random() & 0x7FFFFFFFU};
}

std::optional<Endpoint> endpoint_of(const MediaAddress& remote) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(remote.host, error);
  if (error || remote.port == 0 || address.is_unspecified()) return std::nullopt;
  return Endpoint(address, remote.port);
}

class RtpCall final : public RtpTransport, private Paced {
 public:
  RtpCall(RtpPort port, const RtpSettings& settings, const RtpTimeouts& timeouts, SlotWheel& wheel, Clock& clock)
      : timeouts_(timeouts),
        wheel_(wheel),
        clock_(clock),
        local_port_(port.number()),
        reception_(std::make_shared<Reception>(std::move(port))),
        sender_(random_origin()) {
    apply(settings);
  }
  ~RtpCall() override { stop(); }

  void start(MediaListener& listener, FrameSource& source) override {
    PARLEY_INVARIANT(!running_ && reception_->port.number() != 0);
    listener_ = &listener;
    source_ = &source;
    running_ = true;
    silent_since_ = clock_.now();
    reception_->call = this;
    wait_for_packets();
    wheel_.join(*this);
  }

  void stop() override {
    if (running_) wheel_.leave(*this);
    running_ = false;
    reception_->call = nullptr;
    reception_->port = RtpPort();  // closes the socket; the wait under way ends and lets go of the rest
  }

  void clear() override {}
  bool send_digits(std::string_view digits) override { return settings_.sends && sender_.press(digits); }

  void apply(const RtpSettings& settings) override {
    const bool first = !applied_;
    if (first || settings.remote != settings_.remote) latch_.expect(endpoint_of(settings.remote));
    settings_ = settings;
    applied_ = true;
    sender_.configure(settings.law, settings.payload_type, settings.ptime_ms);
    sender_.take_keys_as(settings.telephone_event);
    receiver_.configure(settings.law, settings.payload_type, settings.telephone_event);
    if (!settings.receives) receiver_.rest();
    silent_since_ = clock_.now();
  }

  std::uint16_t local_port() const override { return local_port_; }

  MediaStats stats() const override {
    MediaStats stats = counted_;
    receiver_.add_to(stats);
    stats.sent = sent_;
    return stats;
  }

  void on_readable(boost::system::error_code error) noexcept {
    if (error == asio::error::operation_aborted) return;
    const Instant now = clock_.now();
    for (int n = 0; n < kMostPerWakeup && running_; ++n) {
      Endpoint from;
      boost::system::error_code failed;
      const std::size_t size = reception_->port.open().socket.receive_from(asio::buffer(datagram_), from, 0, failed);
      if (failed == asio::error::would_block) break;
      if (failed) continue;  // an ICMP error that a packet of ours caused; it is used up by reading it
      hear(std::span(datagram_).first(size), from, now);
    }
    if (running_) wait_for_packets();
  }

 private:
  void wait_for_packets() {
    reception_->port.open().socket.async_wait(asio::socket_base::wait_read, Readable{reception_});
  }

  void hear(std::span<const std::uint8_t> datagram, const Endpoint& from, Instant now) noexcept {
    const auto packet = parse_rtp(datagram);
    if (!packet || !receiver_.accepts(*packet)) {
      ++counted_.malformed;
      return;
    }
    if (!latch_.admit(from, packet->header.ssrc, now)) {
      ++counted_.foreign;
      return;
    }
    ++counted_.received;
    silent_since_ = now;
    if (!std::exchange(any_received_, true)) listener_->on_first_packet();
    // On hold the peer may go on sending music; it is no speech of the caller.
    if (!running_ || !settings_.receives) return;
    const auto digit = receiver_.put(*packet, now);
    if (digit) listener_->on_digit(*digit);
    deliver(now);
  }

  void deliver(Instant now) noexcept {
    while (running_) {
      const AudioFrame* frame = receiver_.take(now);
      if (frame == nullptr) break;
      listener_->on_frame(*frame);
    }
  }

  void on_period(Instant, std::uint32_t skipped) noexcept override {
    send(skipped);
    const Instant now = clock_.now();
    if (settings_.receives) deliver(now);
    if (running_) watch_silence(now);
  }

  void send(std::uint32_t skipped) noexcept {
    if (skipped > 0) sender_.skip(skipped * kPeriodSamples);
    if (!settings_.sends || !latch_.target()) {
      sender_.skip(kPeriodSamples);  // what the agent says waits meanwhile
      return;
    }
    if (sender_.pressing()) {  // what the agent says waits meanwhile
      transmit(sender_.next_key_packet());
      return;
    }
    const bool talks = source_->next_frame(outgoing_);
    if (!running_) return;
    sender_.put(talks ? &outgoing_ : nullptr);
    for (auto packet = sender_.next_packet(); !packet.empty(); packet = sender_.next_packet()) {
      transmit(packet);
    }
  }

  void transmit(std::span<const std::uint8_t> packet) noexcept {
    if (packet.empty()) return;
    boost::system::error_code failed;
    reception_->port.open().socket.send_to(asio::buffer(packet.data(), packet.size()), *latch_.target(), 0, failed);
    if (!failed) ++sent_;
  }

  void watch_silence(Instant now) noexcept {
    if (lost_ || !settings_.sends || !settings_.receives) return;
    if (now - silent_since_ < (any_received_ ? timeouts_.later : timeouts_.at_first)) return;
    lost_ = true;
    listener_->on_media_lost(any_received_ ? MediaLoss::went_silent : MediaLoss::never_came);
  }

  // Given to us.
  RtpTimeouts timeouts_;
  SlotWheel& wheel_;
  Clock& clock_;
  MediaListener* listener_ = nullptr;
  FrameSource* source_ = nullptr;
  RtpSettings settings_;
  // Owned.
  std::uint16_t local_port_;
  std::shared_ptr<Reception> reception_;  // shared as said at Readable
  SourceLatch<Endpoint> latch_;
  RtpReceiver receiver_;
  RtpSender sender_;
  // State.
  bool applied_ = false;
  bool running_ = false;
  bool any_received_ = false;
  bool lost_ = false;
  Instant silent_since_;
  MediaStats counted_;
  std::uint64_t sent_ = 0;
  AudioFrame outgoing_;
  std::array<std::uint8_t, 2048> datagram_{};
};

void Readable::operator()(boost::system::error_code error) const {
  if (reception->call != nullptr) reception->call->on_readable(error);
}

}  // namespace

RtpSettings rtp_settings(const NegotiatedAudio& audio) {
  RtpSettings settings;
  settings.remote = audio.remote;
  settings.law = audio.codec == Codec::pcmu ? G711Law::mu_law : G711Law::a_law;
  settings.payload_type = audio.payload_type;
  settings.telephone_event = audio.telephone_event;
  settings.ptime_ms = audio.ptime_ms;
  settings.sends = audio.direction == MediaDirection::sendrecv || audio.direction == MediaDirection::sendonly;
  settings.receives = audio.direction == MediaDirection::sendrecv || audio.direction == MediaDirection::recvonly;
  return settings;
}

std::unique_ptr<RtpTransport> create_rtp_transport(RtpPort port, const RtpSettings& settings,
                                                   const RtpTimeouts& timeouts, SlotWheel& wheel, Clock& clock,
                                                   Executor home) {
  PARLEY_INVARIANT(port.number() != 0 && port.open().socket.get_executor() == home);
  return std::make_unique<RtpCall>(std::move(port), settings, timeouts, wheel, clock);
}

}  // namespace parley
