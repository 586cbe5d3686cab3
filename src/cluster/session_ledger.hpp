// SPDX-License-Identifier: Apache-2.0
// What Redis has been told of this instance's calls, and what it must be told next. No clock, no Redis.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>

#include "parley/core/time.hpp"
#include "session_fields.hpp"

namespace parley {

constexpr std::chrono::seconds kSessionLives{60};
constexpr std::chrono::seconds kSessionRefresh{20};

// Holds the calls that run, and for as long as a session lives those that ended and are not taken back yet.
class SessionLedger {
 public:
  struct Step {
    enum class Kind { tell, take_back };
    Kind kind = Kind::tell;
    LiveSession session;  // for take_back without fields
    std::uint64_t version = 0;
  };

  void runs(LiveSession session);
  void ended(CallId call, Instant now);
  // Redis may know nothing any more: everything is told again.
  void forgotten();

  // The next thing to do; the same again until it is done. Whatever changed goes first, then what must be refreshed.
  std::optional<Step> next(Instant now);
  void done(const Step& step, Instant now);
  // When there will be something to do if nothing happens; only right after next() had nothing.
  std::optional<Instant> due() const;

  std::size_t running() const { return calls_.size(); }
  std::size_t untold() const;

 private:
  struct Call {
    LiveSession session;
    std::uint64_t version = 1;
    std::uint64_t told_version = 0;  // 0: Redis does not know it
    Instant told_at{};
    bool offered = false;  // Redis may know it, even if it did not say so
  };
  struct Ended {
    LiveSession session;
    Instant since;
  };
  std::map<CallId, Call> calls_;
  std::deque<Ended> ended_;
};

}  // namespace parley
