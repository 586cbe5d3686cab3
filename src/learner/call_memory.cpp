// SPDX-License-Identifier: Apache-2.0
#include "call_memory.hpp"

#include <utility>

namespace parley {

std::optional<CallMemory::Complaint> CallMemory::next(const AnsweredTurn& turn) {
  std::optional<Complaint> complaint;
  const auto known = last_.find(turn.call);
  if (known != last_.end()) {
    const auto& before = known->second;
    const bool from_memory = before.decision.layer == RouteLayer::rules || before.decision.layer == RouteLayer::meaning;
    const auto signal = from_memory ? caller_signal(before.text, turn.text) : CallerSignal::none;
    if (signal != CallerSignal::none) complaint = Complaint{before, signal};
    known->second = turn;
    return complaint;
  }
  while (!oldest_.empty() && oldest_.size() >= most_) {
    last_.erase(oldest_.front());
    oldest_.pop_front();
  }
  oldest_.push_back(turn.call);
  last_.emplace(turn.call, turn);
  return complaint;
}

}  // namespace parley
