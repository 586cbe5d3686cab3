// SPDX-License-Identifier: Apache-2.0
#include "parley/media/telephone_event.hpp"

#include <algorithm>
#include <string_view>

namespace parley {
namespace {

constexpr std::string_view kDigits = "0123456789*#ABCD";
constexpr std::uint32_t kPeriod = 160;  // 20 ms
constexpr std::uint32_t kLongestSegment = 0xFFFF;

}  // namespace

std::optional<TelephoneEvent> parse_telephone_event(std::span<const std::uint8_t> payload) noexcept {
  // Some gateways put four zero bytes before the event; as an event they would say "digit 0 lasting nothing".
  if (payload.size() >= 8 && std::all_of(payload.begin(), payload.begin() + 4, [](auto byte) { return byte == 0; }))
    payload = payload.subspan(4);
  if (payload.size() < 4) return std::nullopt;
  TelephoneEvent event;
  event.event = payload[0];
  event.end = (payload[1] & 0x80U) != 0;
  event.volume = payload[1] & 0x3FU;
  event.duration = static_cast<std::uint16_t>(payload[2] << 8 | payload[3]);
  return event;
}

std::array<std::uint8_t, 4> to_bytes(const TelephoneEvent& event) noexcept {
  return {event.event, static_cast<std::uint8_t>((event.end ? 0x80U : 0U) | (event.volume & 0x3FU)),
          static_cast<std::uint8_t>(event.duration >> 8U), static_cast<std::uint8_t>(event.duration & 0xFFU)};
}

std::optional<char> digit_of(std::uint8_t event) noexcept {
  if (event >= kDigits.size()) return std::nullopt;
  return kDigits[event];
}

std::optional<std::uint8_t> event_of(char digit) noexcept {
  if (digit >= 'a' && digit <= 'd') digit = static_cast<char>(digit - 'a' + 'A');
  const auto at = kDigits.find(digit);
  if (at == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint8_t>(at);
}

std::optional<char> KeyListener::hear(const RtpHeader& header, std::span<const std::uint8_t> payload) noexcept {
  const auto event = parse_telephone_event(payload);
  if (!event) {
    ++malformed_;
    return std::nullopt;
  }
  if (any_ && header.ssrc == ssrc_) {
    const auto newer = static_cast<std::int32_t>(header.timestamp - timestamp_);
    if (newer < 0) return std::nullopt;  // a straggler of an earlier press
    if (newer == 0 && event->event == event_) {
      ended_ = ended_ || event->end;
      duration_ = std::max(duration_, event->duration);
      return std::nullopt;
    }
  }
  const bool same_press = continues(header, *event);
  any_ = true;
  ssrc_ = header.ssrc;
  timestamp_ = header.timestamp;
  event_ = event->event;
  duration_ = event->duration;
  ended_ = event->end;
  if (same_press) return std::nullopt;
  return digit_of(event->event);
}

// RFC 4733 §2.5.1.3: a press beyond 0xFFFF units goes on in a new segment that starts where the last one ended.
bool KeyListener::continues(const RtpHeader& header, const TelephoneEvent& event) const noexcept {
  if (!any_ || ended_ || header.marker || header.ssrc != ssrc_ || event.event != event_) return false;
  const std::uint32_t apart = header.timestamp - timestamp_;
  // The last update of a segment may fall short of its end by an interval or be lost.
  return (apart == kLongestSegment || apart == kLongestSegment + 1) && duration_ >= kLongestSegment - 10 * kPeriod;
}

KeyPress::KeyPress(std::uint8_t event, std::uint32_t timestamp, std::chrono::milliseconds length)
    : event_(event),
      timestamp_(timestamp),
      length_(std::max(kPeriod, static_cast<std::uint32_t>(std::max<std::int64_t>(0, length.count())) * 8U)) {}

std::optional<KeyPress::Packet> KeyPress::next() noexcept {
  if (ends_left_ == 0) return std::nullopt;
  Packet packet;
  packet.marker = !started_;
  started_ = true;
  elapsed_ += kPeriod;
  pressed_ = std::min(length_, pressed_ + kPeriod);
  if (pressed_ - segment_ > kLongestSegment) segment_ += kLongestSegment;
  packet.timestamp = timestamp_ + segment_;
  packet.event.event = event_;
  packet.event.duration = static_cast<std::uint16_t>(pressed_ - segment_);
  if (pressed_ == length_) {
    packet.event.end = true;
    --ends_left_;
  }
  return packet;
}

}  // namespace parley
