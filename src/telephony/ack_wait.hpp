// SPDX-License-Identifier: Apache-2.0
// A 2xx is sent again until its ACK comes, on every transport (RFC 3261 §13.3.1.4).
#pragma once

#include <optional>

#include "timing.hpp"

namespace parley::sip {

class AckWait {
 public:
  AckWait(Instant answered_at, const SipTimings& timings);

  enum class Step { retransmit, give_up };
  Instant due() const { return due_; }
  // nullopt before due(); else what to do, and due() moves on.
  std::optional<Step> on_time(Instant now);

 private:
  SipTimings timings_;
  Instant gives_up_at_;
  Duration interval_;
  Instant due_;
};

}  // namespace parley::sip
