// SPDX-License-Identifier: Apache-2.0
// Both sides of a call on the caller's clock: own voice by slot, the agent's by arrival, in order by RTP timestamp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "caller_line.hpp"

namespace parley::peer {

class CallAudio {
 public:
  explicit CallAudio(CallTime answered) : answered_(answered) {}

  void spoke(std::span<const std::int16_t> slot) { spoken_.insert(spoken_.end(), slot.begin(), slot.end()); }
  void heard(const HeardSound& sound);

  const std::vector<std::int16_t>& spoken() const { return spoken_; }
  const std::vector<std::int16_t>& heard() const { return heard_; }

 private:
  // Timestamp and arrival may drift apart by jitter; beyond this the sender has paused or jumped.
  static constexpr std::int64_t kLargestDrift = 1600;
  static constexpr std::int64_t kLongest = 8000LL * 3600;  // an hour: a wild timestamp must not eat the memory

  CallTime answered_;
  std::vector<std::int16_t> spoken_;
  std::vector<std::int16_t> heard_;
  std::optional<std::uint32_t> stream_;
  std::uint32_t anchor_position_ = 0;
  std::int64_t anchor_sample_ = 0;
};

}  // namespace parley::peer
