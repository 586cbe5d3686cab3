// SPDX-License-Identifier: Apache-2.0
#include "rtp_receiver.hpp"

namespace parley {
namespace {

// RFC 3551 §6: these numbers mean the same in every call. Some gateways answer with one law and send the other.
constexpr std::uint8_t kStaticMuLaw = 0;
constexpr std::uint8_t kStaticALaw = 8;
constexpr std::uint8_t kComfortNoise = 13;

}  // namespace

void RtpReceiver::configure(G711Law law, std::uint8_t payload_type, std::optional<std::uint8_t> telephone_event) {
  law_ = law;
  payload_type_ = payload_type;
  telephone_event_ = telephone_event;
}

std::optional<G711Law> RtpReceiver::law_of(std::uint8_t payload_type) const noexcept {
  if (payload_type == payload_type_) return law_;
  if (payload_type == kStaticMuLaw) return G711Law::mu_law;
  if (payload_type == kStaticALaw) return G711Law::a_law;
  return std::nullopt;
}

bool RtpReceiver::accepts(const RtpPacket& packet) const noexcept {
  const std::uint8_t type = packet.header.payload_type;
  if (type == telephone_event_ || type == kComfortNoise) return true;
  return law_of(type).has_value() && packet.payload.size() <= JitterBuffer::kLongestPayload;
}

std::optional<char> RtpReceiver::put(const RtpPacket& packet, Instant now) noexcept {
  const std::uint8_t type = packet.header.payload_type;
  if (type == telephone_event_) {
    buffer_.put_other(packet.header, now);
    return keys_.hear(packet.header, packet.payload);
  }
  if (law_of(type))
    buffer_.put(packet, now);
  else
    buffer_.put_other(packet.header, now);
  return std::nullopt;
}

const AudioFrame* RtpReceiver::take(Instant now) noexcept {
  const auto released = buffer_.take(now);
  if (!released) return nullptr;
  frame_.rate = SampleRate::hz_8000;
  frame_.starts_at = {released->starts_at, SampleRate::hz_8000};
  frame_.count = static_cast<std::uint16_t>(released->samples);
  frame_.concealed = released->kind != Released::Kind::audio;
  const std::span<std::int16_t> samples(frame_.samples.data(), frame_.count);
  if (frame_.concealed) {
    if (released->kind == Released::Kind::lost) ++concealed_;
    concealment_.fill(samples);
  } else {
    g711_decode(law_of(released->payload_type).value_or(law_), released->payload, samples);
    concealment_.heard(samples);
  }
  return &frame_;
}

void RtpReceiver::add_to(MediaStats& stats) const {
  const JitterCounts& counts = buffer_.counts();
  stats.lost += counts.lost;
  stats.late += counts.late;
  stats.malformed += keys_.malformed();
  stats.concealed += concealed_;
  stats.jitter_ms = std::chrono::duration<double, std::milli>(buffer_.jitter()).count();
}

}  // namespace parley
