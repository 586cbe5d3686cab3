// SPDX-License-Identifier: Apache-2.0
// Symmetric RTP: whom we believe and where we send. The SDP's address first; then the source that really sends, which
// is locked, so that a stranger who guesses the port can neither be heard nor take the audio away.
#pragma once

#include <cstdint>
#include <optional>

#include "parley/core/time.hpp"

namespace parley {

struct LatchSettings {
  std::uint32_t packets = 3;  // in a row from one source
  // The locked source must have been silent for so long before another one is considered: …
  Duration same_stream_after = std::chrono::milliseconds{200};  // … with the same SSRC (a NAT chose another port)
  Duration new_stream_after = std::chrono::milliseconds{1000};  // … with another one (the call was routed anew)
};

// `Source` is an endpoint: copyable and comparable.
template <class Source>
class SourceLatch {
 public:
  explicit SourceLatch(LatchSettings settings = {}) : settings_(settings) {}

  // A new address was negotiated: what is locked counts no more.
  void expect(std::optional<Source> announced) {
    announced_ = announced;
    target_ = announced;
    locked_.reset();
    candidate_.reset();
  }

  // A valid packet came. False: it is foreign and must not be heard.
  bool admit(const Source& from, std::uint32_t ssrc, Instant now) {
    if (locked_ && *locked_ == from) {
      candidate_.reset();
      heard(ssrc, now);
      return true;
    }
    if (locked_) {
      const Duration silent = now - last_heard_;
      if (silent < (ssrc == ssrc_ ? settings_.same_stream_after : settings_.new_stream_after)) return false;
    }
    if (!candidate_ || *candidate_ != from || candidate_ssrc_ != ssrc) {
      // At the start whoever sends first is heard, and only the announced source may push it aside.
      const bool occupied = !locked_ && candidate_ && *candidate_ != from && now - candidate_heard_ < kPatience;
      if (occupied && from != announced_) return false;
      candidate_ = from;
      candidate_ssrc_ = ssrc;
      candidate_packets_ = 0;
    }
    candidate_heard_ = now;
    if (++candidate_packets_ < settings_.packets) return !locked_;
    locked_ = target_ = from;
    candidate_.reset();
    heard(ssrc, now);
    return true;
  }

  const std::optional<Source>& target() const { return target_; }  // where to send
  bool locked() const { return locked_.has_value(); }

 private:
  // A first source that sends nothing more for so long was not the one.
  static constexpr Duration kPatience = std::chrono::milliseconds{200};

  void heard(std::uint32_t ssrc, Instant now) {
    ssrc_ = ssrc;
    last_heard_ = now;
  }

  LatchSettings settings_;
  std::optional<Source> announced_;
  std::optional<Source> target_;
  std::optional<Source> locked_;
  std::uint32_t ssrc_ = 0;
  Instant last_heard_;
  std::optional<Source> candidate_;
  std::uint32_t candidate_ssrc_ = 0;
  std::uint32_t candidate_packets_ = 0;
  Instant candidate_heard_;
};

}  // namespace parley
