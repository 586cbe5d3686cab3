// SPDX-License-Identifier: Apache-2.0
#include "flights.hpp"

namespace parley {

bool Flights::board(const std::string& name, CrossingEnd<FlightWord> end) {
  const std::lock_guard lock(mutex_);
  const auto [flight, is_new] = waiting_.try_emplace(name);
  if (!is_new) flight->second.push_back(std::move(end));
  return is_new;
}

void Flights::land(const std::string& name, const Result<std::string>& outcome) {
  std::deque<CrossingEnd<FlightWord>> waiting;
  {
    const std::lock_guard lock(mutex_);
    const auto flight = waiting_.find(name);
    if (flight == waiting_.end()) return;
    waiting = std::move(flight->second);
    waiting_.erase(flight);
  }
  for (const auto& end : waiting) static_cast<void>(end.give(FlightWord(outcome)));  // who has left needs it no more
}

void Flights::hand_over(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto flight = waiting_.find(name);
  if (flight == waiting_.end()) return;
  while (!flight->second.empty()) {
    const auto next = std::move(flight->second.front());
    flight->second.pop_front();
    if (next.give(std::nullopt)) return;
  }
  waiting_.erase(flight);
}

std::size_t Flights::size() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

}  // namespace parley
