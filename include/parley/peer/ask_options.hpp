// SPDX-License-Identifier: Apache-2.0
// Whether anybody answers SIP there.
#pragma once

#include <chrono>

#include "parley/core/result.hpp"
#include "parley/peer/call_plan.hpp"

namespace parley::peer {

// Sends one OPTIONS and returns the status of its answer. Blocks, at most `within`.
Result<int> ask_options(const CallTarget& target, std::chrono::milliseconds within);

}  // namespace parley::peer
