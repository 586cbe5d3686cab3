// SPDX-License-Identifier: Apache-2.0
// The caller's own RTP: numbering what goes out, counting what comes in (RFC 3550 §5.1), digits by RFC 4733.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "parley/media/rtp_packet.hpp"
#include "parley/peer/call_report.hpp"

namespace parley::peer {

constexpr std::size_t kSlotSamples = 160;  // 20 ms at 8000 Hz

// A telephone-event in one slot.
struct DigitSlot {
  std::uint8_t event = 0;
  std::uint16_t duration = 0;  // samples so far
  bool first = false;
  bool end = false;

  friend bool operator==(const DigitSlot&, const DigitSlot&) = default;
};

// A digit sounds for 120 ms: five packets while it does, three that repeat its end; with the next it takes 200 ms.
constexpr std::uint32_t kDigitSlots = 10;

std::optional<std::uint8_t> event_of(char digit);
// What slot `slot` of a row of digits carries; nullopt: the silence between two digits.
std::optional<DigitSlot> digit_slot(const std::string& digits, std::uint32_t slot);
// The slot in which the last digit has ended.
std::uint32_t last_digit_slot(const std::string& digits);

// Every slot takes one sequence number and 160 of the timestamp, whether it carries sound or a digit.
class RtpOutlet {
 public:
  using Datagram = std::array<std::uint8_t, kRtpHeaderSize + kSlotSamples>;

  RtpOutlet(std::uint32_t ssrc, std::uint16_t sequence, std::uint32_t timestamp);

  // Both return the length of what was written to `out`.
  std::size_t sound(std::uint8_t payload_type, std::span<const std::uint8_t> payload, Datagram& out);
  std::size_t digit(std::uint8_t payload_type, const DigitSlot& slot, Datagram& out);

 private:
  RtpHeader next_;
  std::uint32_t digit_began_ = 0;
};

class RtpIntake {
 public:
  // False: a duplicate, or too old to matter.
  bool take(const RtpHeader& header, CallTime arrived);
  std::uint64_t received() const { return received_; }
  std::uint64_t lost() const;
  double interarrival_p99_ms() const;
  double interarrival_max_ms() const;
  // Changes when the stream starts anew: another SSRC, or a jump that no loss explains.
  std::uint32_t stream() const { return stream_; }

 private:
  static constexpr std::int32_t kLargestJump = 3000;

  void begin(const RtpHeader& header);

  bool started_ = false;
  std::uint32_t ssrc_ = 0;
  std::uint32_t stream_ = 0;
  std::int64_t first_ = 0;  // extended sequence numbers
  std::int64_t highest_ = 0;
  std::set<std::int64_t> seen_;  // of the last few seconds
  std::uint64_t received_ = 0;
  std::uint64_t received_here_ = 0;  // of this stream
  std::uint64_t lost_before_ = 0;    // in streams that are over
  std::optional<CallTime> last_arrival_;
  std::vector<float> interarrivals_ms_;
};

}  // namespace parley::peer
