// SPDX-License-Identifier: Apache-2.0
// Places calls and waits for their ends. All calls live on one loop of their own with one pacing tick.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "parley/peer/call_plan.hpp"
#include "parley/peer/call_report.hpp"

namespace parley::peer {

struct CallPace {
  std::size_t concurrency = 1;
  double rate = 0;  // calls begun per second at the most; 0: as soon as there is room
};

// Blocks; the reports are in the order of the plans. `done` runs on the loop of the calls and must not block.
std::vector<CallReport> place_calls(const std::vector<CallPlan>& plans, CallPace pace,
                                    const std::function<void(std::size_t, const CallReport&)>& done = {});

}  // namespace parley::peer
