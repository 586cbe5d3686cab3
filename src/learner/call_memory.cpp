// SPDX-License-Identifier: Apache-2.0
#include "call_memory.hpp"

#include <utility>

namespace parley {

namespace {

bool from_memory(const AnsweredTurn& turn) {
  return turn.decision.layer == RouteLayer::rules || turn.decision.layer == RouteLayer::meaning;
}

}  // namespace

std::optional<CallMemory::Reaction> CallMemory::next(const AnsweredTurn& turn) {
  std::optional<Reaction> reaction;
  const auto known = last_.find(turn.call);
  if (known != last_.end()) {
    const auto& before = known->second;
    if (from_memory(before)) reaction = Reaction{before, caller_signal(before.text, turn.text)};
    known->second = turn;
    return reaction;
  }
  while (!oldest_.empty() && oldest_.size() >= most_) {
    last_.erase(oldest_.front());
    oldest_.pop_front();
  }
  oldest_.push_back(turn.call);
  last_.emplace(turn.call, turn);
  return reaction;
}

std::optional<CallMemory::Reaction> CallMemory::forget(const CallId& call) {
  const auto known = last_.find(call);
  if (known == last_.end()) return std::nullopt;
  std::optional<Reaction> reaction;
  if (from_memory(known->second)) reaction = Reaction{std::move(known->second), CallerSignal::none};
  last_.erase(known);
  return reaction;
}

}  // namespace parley
