// SPDX-License-Identifier: Apache-2.0
#include "rtp_sender.hpp"

#include <algorithm>

namespace parley {
namespace {

constexpr std::size_t kMostKeys = 64;
constexpr std::uint32_t kPauseAfterKey = 4;  // periods

}  // namespace

void RtpSender::configure(G711Law law, std::uint8_t payload_type, std::uint32_t ptime_ms) {
  const std::size_t samples = std::clamp<std::size_t>(ptime_ms / 10 * 10, 10, 60) * 8;
  if (law != law_ || samples != packet_samples_) skip(0);
  law_ = law;
  payload_type_ = payload_type;
  packet_samples_ = samples;
}

void RtpSender::put(const AudioFrame* frame) noexcept {
  const bool talks = frame != nullptr;
  marker_ = marker_ || (talks && !talking_);
  talking_ = talks;
  const auto place = std::span(waiting_).subspan(waiting_used_, kFrame);
  if (talks) {
    const std::size_t encoded = g711_encode(law_, frame->used(), place);
    std::fill(place.begin() + static_cast<std::ptrdiff_t>(encoded), place.end(), g711_silence(law_));
  } else {
    std::array<std::int16_t, kFrame> hiss;
    comfort_.fill(hiss);
    g711_encode(law_, hiss, place.first(kFrame));
  }
  waiting_used_ += kFrame;
}

void RtpSender::skip(std::uint32_t samples) noexcept {
  origin_.timestamp += samples + static_cast<std::uint32_t>(waiting_used_);
  waiting_used_ = 0;
}

std::span<const std::uint8_t> RtpSender::next_packet() noexcept {
  if (waiting_used_ < packet_samples_) return {};
  const RtpHeader header{payload_type_, marker_, origin_.sequence, origin_.timestamp, origin_.ssrc};
  const std::size_t length = write_rtp(header, std::span(waiting_).first(packet_samples_), datagram_);
  marker_ = false;
  ++origin_.sequence;
  origin_.timestamp += static_cast<std::uint32_t>(packet_samples_);
  ++packets_;
  std::copy(waiting_.begin() + static_cast<std::ptrdiff_t>(packet_samples_),
            waiting_.begin() + static_cast<std::ptrdiff_t>(waiting_used_), waiting_.begin());
  waiting_used_ -= packet_samples_;
  return std::span(datagram_).first(length);
}

bool RtpSender::press(std::string_view digits) {
  if (!key_payload_type_ || digits.empty()) return false;
  if (!std::all_of(digits.begin(), digits.end(), [](char digit) { return event_of(digit).has_value(); })) return false;
  keys_.erase(0, next_key_);
  next_key_ = 0;
  if (keys_.size() + digits.size() > kMostKeys) return false;
  keys_ += digits;
  return true;
}

std::span<const std::uint8_t> RtpSender::next_key_packet() noexcept {
  const std::uint32_t now = origin_.timestamp + static_cast<std::uint32_t>(waiting_used_);
  skip(kFrame);
  marker_ = true;  // of the audio that follows
  if (pause_ > 0) {
    --pause_;
    return {};
  }
  if (!press_) press_.emplace(event_of(keys_[next_key_++]).value_or(0), now);
  const auto packet = press_->next();
  if (!packet || !key_payload_type_) {
    press_.reset();
    pause_ = kPauseAfterKey;
    return {};
  }
  const RtpHeader header{*key_payload_type_, packet->marker, origin_.sequence++, packet->timestamp, origin_.ssrc};
  const auto payload = to_bytes(packet->event);
  ++packets_;
  return std::span(datagram_).first(write_rtp(header, payload, datagram_));
}

}  // namespace parley
