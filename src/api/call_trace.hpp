// SPDX-License-Identifier: Apache-2.0
// The stages of each turn as spans of time from the start of the call.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "parley/store/call_record.hpp"

namespace parley {

struct CallSpan {
  std::uint32_t turn = 0;  // 0: the call itself
  std::string name;        // as in docs/architecture.md, "Stages of a turn"; "ringing", "talk", "caller"
  double start_ms = 0;
  std::optional<double> duration_ms;  // nullopt: not over yet

  friend bool operator==(const CallSpan&, const CallSpan&) = default;
};

// By turn; within a turn in the order of the stages.
std::vector<CallSpan> call_trace(const CallRecord& record);

}  // namespace parley
