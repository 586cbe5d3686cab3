// SPDX-License-Identifier: Apache-2.0
// Keys pressed, as named telephone events (RFC 4733), received and sent.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

#include "parley/media/rtp_packet.hpp"

namespace parley {

// RFC 4733 §2.3. Wire: event, E R volume(6), duration(16).
struct TelephoneEvent {
  std::uint8_t event = 0;  // 0–9, 10 '*', 11 '#', 12–15 'A'–'D', 16 flash
  bool end = false;
  std::uint8_t volume = 10;    // −dBm0
  std::uint16_t duration = 0;  // timestamp units since the packet's timestamp

  friend bool operator==(const TelephoneEvent&, const TelephoneEvent&) = default;
};

std::optional<TelephoneEvent> parse_telephone_event(std::span<const std::uint8_t> payload) noexcept;
std::array<std::uint8_t, 4> to_bytes(const TelephoneEvent& event) noexcept;
std::optional<char> digit_of(std::uint8_t event) noexcept;
std::optional<std::uint8_t> event_of(char digit) noexcept;  // either case

// One key press is one digit, however many of its packets arrive, in whatever order.
class KeyListener {
 public:
  // The digit, with the first packet of its press.
  std::optional<char> hear(const RtpHeader& header, std::span<const std::uint8_t> payload) noexcept;
  std::uint64_t malformed() const { return malformed_; }

 private:
  bool continues(const RtpHeader& header, const TelephoneEvent& event) const noexcept;

  bool any_ = false;
  bool ended_ = false;
  std::uint32_t ssrc_ = 0;
  std::uint32_t timestamp_ = 0;
  std::uint8_t event_ = 0;
  std::uint16_t duration_ = 0;
  std::uint64_t malformed_ = 0;
};

// The packets of one press, to be sent every 20 ms: updates with growing duration, then the end three times.
class KeyPress {
 public:
  struct Packet {
    TelephoneEvent event;
    bool marker = false;          // first packet
    std::uint32_t timestamp = 0;  // the same for all, but beyond 0xFFFF units
  };
  KeyPress(std::uint8_t event, std::uint32_t timestamp,
           std::chrono::milliseconds length = std::chrono::milliseconds{160});
  std::optional<Packet> next() noexcept;  // nullopt: all was sent
  // Timestamp units from the start of the press to the end of the last packet's period.
  std::uint32_t elapsed() const { return elapsed_; }

 private:
  std::uint8_t event_;
  std::uint32_t timestamp_;
  std::uint32_t length_;       // units
  std::uint32_t pressed_ = 0;  // units so far
  std::uint32_t segment_ = 0;  // units before the running segment
  std::uint32_t elapsed_ = 0;
  std::uint32_t ends_left_ = 3;
  bool started_ = false;
};

}  // namespace parley
