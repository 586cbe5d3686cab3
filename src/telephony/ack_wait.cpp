// SPDX-License-Identifier: Apache-2.0
#include "ack_wait.hpp"

#include <algorithm>

namespace parley::sip {

AckWait::AckWait(Instant answered_at, const SipTimings& timings)
    : timings_(timings),
      gives_up_at_(answered_at + timings.timeout()),
      interval_(timings.t1),
      due_(answered_at + interval_) {}

std::optional<AckWait::Step> AckWait::on_time(Instant now) {
  if (now < due_) return std::nullopt;
  if (now >= gives_up_at_) return Step::give_up;
  interval_ = std::min<Duration>(interval_ * 2, timings_.t2);
  // Counted from the plan, unless a late thread would have to send a burst.
  due_ = std::max(due_ + interval_, now + interval_ / 2);
  due_ = std::min(due_, gives_up_at_);
  return Step::retransmit;
}

}  // namespace parley::sip
