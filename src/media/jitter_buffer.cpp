// SPDX-License-Identifier: Apache-2.0
#include "parley/media/jitter_buffer.hpp"

#include <algorithm>
#include <cmath>

namespace parley {
namespace {

constexpr std::int64_t kRate = 8000;
constexpr std::uint32_t kChunk = 160;
// Beyond so much a made-up sound would be a lie: time jumps instead.
constexpr std::int64_t kMostConcealed = 1600;
// A timestamp may run ahead of the clock by what a sender could have held back; more is a new time base.
constexpr std::int64_t kMostAhead = 4000;
// A wait that a late packet taught fades by half in about ten seconds of packets.
constexpr int kForgetting = 700;

std::int64_t samples_of(Duration span) {
  return std::chrono::duration_cast<std::chrono::microseconds>(span).count() * kRate / 1'000'000;
}
Duration duration_of(double samples) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(samples / static_cast<double>(kRate)));
}
std::int16_t distance(std::uint16_t from, std::uint16_t to) {
  return static_cast<std::int16_t>(static_cast<std::uint16_t>(to - from));
}

}  // namespace

JitterBuffer::JitterBuffer(JitterSettings settings) : settings_(settings), slots_(kSlots) {}

Duration JitterBuffer::jitter() const { return duration_of(jitter_samples_); }

Duration JitterBuffer::wait() const {
  const Duration measured = duration_of(3 * jitter_samples_);
  return std::clamp(std::max(measured, learned_wait_), settings_.shortest_wait, settings_.longest_wait);
}

bool JitterBuffer::put(const RtpPacket& packet, Instant now) noexcept {
  if (packet.payload.size() > kLongestPayload) return false;
  return insert(packet.header, packet.payload, true, now);
}

bool JitterBuffer::put_other(const RtpHeader& header, Instant now) noexcept { return insert(header, {}, false, now); }

bool JitterBuffer::insert(const RtpHeader& header, std::span<const std::uint8_t> payload, bool audio,
                          Instant now) noexcept {
  if (!started_ || resting_ || header.ssrc != ssrc_) {
    restart(header, now);
  } else {
    const std::int16_t ahead = distance(next_sequence_, header.sequence);
    if (ahead >= static_cast<std::int16_t>(kSlots) || ahead < -static_cast<std::int16_t>(kSlots)) {
      // One stray packet proves nothing; two in a row are a new stream (RFC 3550 A.1).
      const bool confirmed = suspect_ == header.sequence;
      suspect_ = static_cast<std::uint16_t>(header.sequence + 1);
      if (!confirmed) {
        ++counts_.late;
        return false;
      }
      restart(header, now);
    } else if (!note_sequence(header, now)) {
      return false;
    }
  }
  suspect_.reset();
  resting_ = false;
  ++counts_.received;
  if (audio) measure(header, now);

  Slot& kept = slot(header.sequence);
  kept.full = true;
  kept.audio = audio;
  kept.sequence = header.sequence;
  kept.timestamp = header.timestamp;
  kept.payload_type = header.payload_type;
  kept.arrived = now;
  kept.size = static_cast<std::uint16_t>(payload.size());
  std::copy(payload.begin(), payload.end(), kept.payload.begin());
  last_arrival_ = now;
  return true;
}

// False for what was seen before or comes too late.
bool JitterBuffer::note_sequence(const RtpHeader& header, Instant now) noexcept {
  const std::int16_t newer = distance(highest_sequence_, header.sequence);
  if (newer > 0) {
    seen_ = newer >= 64 ? 1 : seen_ << static_cast<unsigned>(newer) | 1U;
    highest_sequence_ = header.sequence;
    return true;
  }
  if (newer > -64) {
    const std::uint64_t bit = std::uint64_t{1} << static_cast<unsigned>(-newer);
    if ((seen_ & bit) != 0) {
      ++counts_.duplicates;
      return false;
    }
    seen_ |= bit;
  }
  if (distance(next_sequence_, header.sequence) >= 0) return true;
  ++counts_.late;
  // Had the gap been waited for a little longer, this packet would have been heard.
  const Duration needed = now - gap_given_up_ + wait();
  if (needed <= settings_.longest_wait) learned_wait_ = std::max(learned_wait_, needed);
  return false;
}

void JitterBuffer::restart(const RtpHeader& header, Instant now) noexcept {
  if (started_) {
    if (!resting_) ++counts_.restarts;
    next_position_ = std::max(next_position_, position_now(now));
  }
  for (Slot& each : slots_) each.full = false;
  started_ = true;
  ssrc_ = header.ssrc;
  next_sequence_ = header.sequence;
  highest_sequence_ = header.sequence;
  seen_ = 1;
  gap_left_ = 0;
  rebase(header.timestamp, next_position_, now);
  transit_known_ = false;
}

void JitterBuffer::rebase(std::uint32_t timestamp, std::int64_t position, Instant arrived) noexcept {
  base_timestamp_ = timestamp;
  base_position_ = position;
  base_arrived_ = arrived;
}

// RFC 3550 A.8.
void JitterBuffer::measure(const RtpHeader& header, Instant now) noexcept {
  if (transit_known_) {
    const auto sent = static_cast<std::int32_t>(header.timestamp - transit_timestamp_);
    const double deviation = static_cast<double>(samples_of(now - transit_arrived_) - sent);
    // A pause of the sender's clock is no jitter.
    if (std::abs(deviation) < 4000) jitter_samples_ += (std::abs(deviation) - jitter_samples_) / 16;
  }
  transit_known_ = true;
  transit_timestamp_ = header.timestamp;
  transit_arrived_ = now;
  learned_wait_ -= learned_wait_ / kForgetting;
}

// Where on our timeline the clock says that the stream should be.
std::int64_t JitterBuffer::position_now(Instant now) const noexcept {
  return base_position_ + samples_of(now - base_arrived_);
}

std::int64_t JitterBuffer::position_of(std::uint32_t timestamp, Instant arrived) noexcept {
  const auto since = static_cast<std::int32_t>(timestamp - base_timestamp_);
  const std::int64_t position = base_position_ + since;
  const bool back = position < next_position_ - kRate;
  const bool ahead = position > std::max(next_position_, position_now(arrived)) + kMostAhead;
  if (back || ahead) {  // a new time base: the clock on the wall decides how much time passed
    rebase(timestamp, std::max(next_position_, position_now(arrived)), arrived);
    return base_position_;
  }
  // The base moves on, so that its distance never overflows; a faster clock of the peer does not add up either.
  if (since > kRate * 60) rebase(timestamp, position, arrived);
  return std::max(position, next_position_);
}

std::optional<Released> JitterBuffer::take(Instant now) noexcept {
  if (!started_) return std::nullopt;
  for (;;) {
    Slot& first = slot(next_sequence_);
    if (!first.full) break;
    if (auto silence = fill_gap(Released::Kind::lost)) return silence;
    const bool audio = first.audio && first.size > 0;
    first.full = false;
    ++next_sequence_;
    if (audio) return release(first);
  }
  if (next_sequence_ != static_cast<std::uint16_t>(highest_sequence_ + 1)) return take_gap(now);
  return take_starved(now);
}

Released JitterBuffer::release(Slot& kept) noexcept {
  Released released;
  released.kind = Released::Kind::audio;
  released.starts_at = position_of(kept.timestamp, kept.arrived);
  released.samples = kept.size;
  released.payload_type = kept.payload_type;
  released.payload = {kept.payload.data(), kept.size};
  next_position_ = released.starts_at + kept.size;
  typical_samples_ = kept.size;
  return released;
}

// The next packet is missing while later ones are here.
std::optional<Released> JitterBuffer::take_gap(Instant now) noexcept {
  std::uint16_t missing = 0;
  const Slot* after = nullptr;
  Instant oldest = Instant::max();
  for (std::uint16_t sequence = next_sequence_; sequence != static_cast<std::uint16_t>(highest_sequence_ + 1);
       ++sequence) {
    const Slot& kept = slot(sequence);
    if (!kept.full) {
      if (after == nullptr) ++missing;
      continue;
    }
    if (after == nullptr) after = &kept;
    oldest = std::min(oldest, kept.arrived);
  }
  if (after == nullptr || now - oldest < wait()) return std::nullopt;
  counts_.lost += missing;
  gap_given_up_ = now;
  next_sequence_ = static_cast<std::uint16_t>(next_sequence_ + missing);
  if (after->audio && after->size > 0) {
    const std::int64_t gap = position_of(after->timestamp, after->arrived) - next_position_;
    // Timestamps may say more than the lost packets held: the rest was a pause.
    gap_left_ = std::clamp<std::int64_t>(gap, 0, std::min<std::int64_t>(missing * typical_samples_, kMostConcealed));
  }
  return take(now);
}

std::optional<Released> JitterBuffer::fill_gap(Released::Kind kind) noexcept {
  if (gap_left_ <= 0) return std::nullopt;
  Released released;
  released.kind = kind;
  released.starts_at = next_position_;
  released.samples = static_cast<std::uint32_t>(std::min<std::int64_t>(gap_left_, kChunk));
  gap_left_ -= released.samples;
  next_position_ += released.samples;
  return released;
}

// Nothing waits and nothing comes: whoever listens must still learn that time passes.
std::optional<Released> JitterBuffer::take_starved(Instant now) noexcept {
  if (resting_ || now - last_arrival_ < settings_.starved_after) return std::nullopt;
  if (position_now(now) < next_position_ + kChunk) return std::nullopt;
  gap_left_ = kChunk;
  return fill_gap(Released::Kind::silence);
}

void JitterBuffer::rest() noexcept { resting_ = true; }

}  // namespace parley
