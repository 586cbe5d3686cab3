// SPDX-License-Identifier: Apache-2.0
// Who makes what just now, and who waits for it. Thread-safe.
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "parley/async/crossing.hpp"
#include "parley/core/result.hpp"

namespace parley {

// What a waiter hears: the outcome, or nothing: the one who made it has given up, it is your turn.
using FlightWord = std::optional<Result<std::string>>;

class Flights {
 public:
  // True: nobody makes it, so you do. False: `end` hears of it.
  bool board(const std::string& name, CrossingEnd<FlightWord> end);
  // It is made, or cannot be: all who wait hear it, later ones start anew.
  void land(const std::string& name, const Result<std::string>& outcome);
  // The next of those who still wait makes it; nobody waits: the next to board.
  void hand_over(const std::string& name);
  std::size_t size() const;

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::deque<CrossingEnd<FlightWord>>> waiting_;  // by what is being made
};

// A place in a flight that is given back whatever happens. Made and destroyed on the loop of `seat`.
class Boarding {
 public:
  Boarding(Flights& flights, std::string name, Crossing<FlightWord>& seat)
      : flights_(flights), name_(std::move(name)), seat_(seat), leads_(flights.board(name_, seat.other_end())) {}
  Boarding(const Boarding&) = delete;
  Boarding& operator=(const Boarding&) = delete;
  ~Boarding() {
    if (landed_) return;
    if (leads_ || turn_came_unseen()) flights_.hand_over(name_);
  }

  bool leads() const { return leads_; }
  void take_turn() { leads_ = true; }
  void land(const Result<std::string>& outcome) {
    landed_ = true;
    flights_.land(name_, outcome);
  }

 private:
  bool turn_came_unseen() {
    const auto word = seat_.leave();
    return word && !word->has_value();
  }

  Flights& flights_;
  const std::string name_;
  Crossing<FlightWord>& seat_;
  bool leads_;
  bool landed_ = false;
};

}  // namespace parley
