// SPDX-License-Identifier: Apache-2.0
// Puts received packets in order for HEARING: a recogniser is no loudspeaker, so what is in sequence leaves at once and
// only a gap is waited for. Time is told, nothing is allocated after construction.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "parley/core/time.hpp"
#include "parley/media/rtp_packet.hpp"

namespace parley {

struct JitterSettings {
  Duration shortest_wait = std::chrono::milliseconds{20};
  Duration longest_wait = std::chrono::milliseconds{120};
  // Without any packet for so long, silence is released so that time passes for whoever listens.
  Duration starved_after = std::chrono::milliseconds{120};
};

struct JitterCounts {
  std::uint64_t received = 0;  // first copies that were in time
  std::uint64_t lost = 0;      // sequence numbers given up
  std::uint64_t late = 0;      // came after they were given up
  std::uint64_t duplicates = 0;
  std::uint64_t restarts = 0;  // SSRC change, or a jump that cannot be loss

  friend bool operator==(const JitterCounts&, const JitterCounts&) = default;
};

struct Released {
  enum class Kind : std::uint8_t {
    audio,
    lost,     // `samples` are missing in the stream: conceal them
    silence,  // nothing was sent or nothing comes: `samples` of quiet pass
  };
  Kind kind = Kind::audio;
  std::int64_t starts_at = 0;  // 8 kHz samples since the first packet; never goes back, may jump ahead
  std::uint32_t samples = 0;   // for lost and silence; at most 160
  std::uint8_t payload_type = 0;
  std::span<const std::uint8_t> payload;  // one byte a sample; valid until the next put()
};

// For payloads of one byte a sample at 8 kHz (G.711).
class JitterBuffer {
 public:
  static constexpr std::size_t kSlots = 64;            // 1.28 s of 20 ms packets
  static constexpr std::size_t kLongestPayload = 480;  // 60 ms

  explicit JitterBuffer(JitterSettings settings = {});

  // False: not kept (duplicate, late, too long).
  bool put(const RtpPacket& packet, Instant now) noexcept;
  // A packet of the same stream that carries no audio (telephone-event, comfort noise): its sequence number is no gap.
  bool put_other(const RtpHeader& header, Instant now) noexcept;
  // Ask until nullopt, after each put() and every 20 ms.
  std::optional<Released> take(Instant now) noexcept;

  // Nothing is expected (hold) until the next packet: no silence is made up, and that packet starts anew.
  void rest() noexcept;

  const JitterCounts& counts() const { return counts_; }
  Duration jitter() const;  // RFC 3550 §6.4.1
  Duration wait() const;    // how long a gap is waited for, now

 private:
  struct Slot {
    bool full = false;
    bool audio = false;
    std::uint16_t size = 0;
    std::uint8_t payload_type = 0;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    Instant arrived;
    std::array<std::uint8_t, kLongestPayload> payload;
  };

  bool insert(const RtpHeader& header, std::span<const std::uint8_t> payload, bool audio, Instant now) noexcept;
  bool note_sequence(const RtpHeader& header, Instant now) noexcept;
  void restart(const RtpHeader& header, Instant now) noexcept;
  void rebase(std::uint32_t timestamp, std::int64_t position, Instant arrived) noexcept;
  void measure(const RtpHeader& header, Instant now) noexcept;
  std::int64_t position_now(Instant now) const noexcept;
  std::int64_t position_of(std::uint32_t timestamp, Instant arrived) noexcept;
  Released release(Slot& kept) noexcept;
  std::optional<Released> take_gap(Instant now) noexcept;
  std::optional<Released> take_starved(Instant now) noexcept;
  std::optional<Released> fill_gap(Released::Kind kind) noexcept;
  Slot& slot(std::uint16_t sequence) { return slots_[sequence % kSlots]; }

  JitterSettings settings_;
  std::vector<Slot> slots_;
  JitterCounts counts_;
  bool started_ = false;
  bool resting_ = false;
  std::uint32_t ssrc_ = 0;
  std::uint16_t next_sequence_ = 0;       // the one to be released next
  std::uint16_t highest_sequence_ = 0;    // newest seen
  std::uint64_t seen_ = 0;                // bit n: highest_sequence_ - n was seen
  std::optional<std::uint16_t> suspect_;  // sequence that would confirm a jump
  std::uint32_t base_timestamp_ = 0;      // this timestamp …
  std::int64_t base_position_ = 0;        // … stands for this position …
  Instant base_arrived_;                  // … and came at this time
  std::int64_t next_position_ = 0;        // just behind what was released
  std::int64_t gap_left_ = 0;             // samples of the current gap still to be released
  Instant gap_given_up_;
  Instant last_arrival_;
  std::uint32_t typical_samples_ = 160;
  double jitter_samples_ = 0;
  Duration learned_wait_{};  // from packets that came too late
  bool transit_known_ = false;
  std::uint32_t transit_timestamp_ = 0;
  Instant transit_arrived_;
};

}  // namespace parley
