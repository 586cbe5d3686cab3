// SPDX-License-Identifier: Apache-2.0
#include "rtp_stream.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace parley::peer {
namespace {

constexpr std::uint32_t kSoundingSlots = 5;
constexpr std::uint32_t kEndSlots = 3;
constexpr std::uint16_t kDigitSamples = (kSoundingSlots + 1) * kSlotSamples;
constexpr std::uint8_t kVolume = 10;  // -10 dBm0

}  // namespace

std::optional<std::uint8_t> event_of(char digit) {
  constexpr std::string_view kEvents = "0123456789*#ABCD";
  const auto at = kEvents.find(static_cast<char>(std::toupper(static_cast<unsigned char>(digit))));
  if (at == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint8_t>(at);
}

std::optional<DigitSlot> digit_slot(const std::string& digits, std::uint32_t slot) {
  const auto index = slot / kDigitSlots;
  const auto within = slot % kDigitSlots;
  if (index >= digits.size() || within >= kSoundingSlots + kEndSlots) return std::nullopt;
  const auto event = event_of(digits[index]);
  if (!event) return std::nullopt;
  const bool end = within >= kSoundingSlots;
  const auto duration = static_cast<std::uint16_t>(end ? kDigitSamples : (within + 1) * kSlotSamples);
  return DigitSlot{*event, duration, within == 0, end};
}

std::uint32_t last_digit_slot(const std::string& digits) {
  if (digits.empty()) return 0;
  return static_cast<std::uint32_t>(digits.size() - 1) * kDigitSlots + kSoundingSlots;
}

RtpOutlet::RtpOutlet(std::uint32_t ssrc, std::uint16_t sequence, std::uint32_t timestamp) {
  next_.ssrc = ssrc;
  next_.sequence = sequence;
  next_.timestamp = timestamp;
  next_.marker = true;
}

std::size_t RtpOutlet::sound(std::uint8_t payload_type, std::span<const std::uint8_t> payload, Datagram& out) {
  next_.payload_type = payload_type;
  const auto size = write_rtp(next_, payload, out);
  next_.marker = false;
  ++next_.sequence;
  next_.timestamp += kSlotSamples;
  return size;
}

std::size_t RtpOutlet::digit(std::uint8_t payload_type, const DigitSlot& slot, Datagram& out) {
  if (slot.first) digit_began_ = next_.timestamp;
  RtpHeader header = next_;
  header.payload_type = payload_type;
  header.timestamp = digit_began_;
  header.marker = slot.first;
  const std::array<std::uint8_t, 4> payload{slot.event, static_cast<std::uint8_t>((slot.end ? 0x80 : 0) | kVolume),
                                            static_cast<std::uint8_t>(slot.duration >> 8),
                                            static_cast<std::uint8_t>(slot.duration & 0xFF)};
  ++next_.sequence;
  next_.timestamp += kSlotSamples;
  next_.marker = false;
  return write_rtp(header, payload, out);
}

void RtpIntake::begin(const RtpHeader& header) {
  lost_before_ = lost();
  started_ = true;
  ++stream_;
  ssrc_ = header.ssrc;
  first_ = highest_ = header.sequence;
  received_here_ = 0;
  seen_.clear();
}

bool RtpIntake::take(const RtpHeader& header, CallTime arrived) {
  if (!started_ || header.ssrc != ssrc_) begin(header);
  auto distance =
      static_cast<std::int16_t>(static_cast<std::uint16_t>(header.sequence - static_cast<std::uint16_t>(highest_)));
  if (distance > kLargestJump || distance < -kLargestJump) {
    begin(header);
    distance = 0;
  }
  const auto extended = highest_ + distance;
  if (!seen_.insert(extended).second) return false;
  while (*seen_.begin() < highest_ - 2 * kLargestJump) seen_.erase(seen_.begin());
  first_ = std::min(first_, extended);
  highest_ = std::max(highest_, extended);
  ++received_;
  ++received_here_;
  if (last_arrival_) {
    interarrivals_ms_.push_back(std::chrono::duration<float, std::milli>(arrived - *last_arrival_).count());
  }
  last_arrival_ = arrived;
  return true;
}

std::uint64_t RtpIntake::lost() const {
  if (!started_) return 0;
  const auto expected = static_cast<std::uint64_t>(highest_ - first_ + 1);
  return lost_before_ + (expected > received_here_ ? expected - received_here_ : 0);
}

double RtpIntake::interarrival_p99_ms() const {
  if (interarrivals_ms_.empty()) return 0;
  auto sorted = interarrivals_ms_;
  const auto at = static_cast<std::size_t>(static_cast<double>(sorted.size() - 1) * 0.99 + 0.5);
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(at), sorted.end());
  return static_cast<double>(sorted[at]);
}

double RtpIntake::interarrival_max_ms() const {
  const auto longest = std::max_element(interarrivals_ms_.begin(), interarrivals_ms_.end());
  return longest == interarrivals_ms_.end() ? 0 : static_cast<double>(*longest);
}

}  // namespace parley::peer
