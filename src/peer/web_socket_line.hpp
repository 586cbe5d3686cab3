// SPDX-License-Identifier: Apache-2.0
// A call by a door that carries everything over one WebSocket: twilio and browser.
#pragma once

#include <memory>

#include "caller_line.hpp"
#include "parley/async/clock.hpp"
#include "parley/peer/call_plan.hpp"

namespace parley::peer {

std::unique_ptr<CallerLine> create_web_socket_line(Clock& clock, const CallPlan& plan);

}  // namespace parley::peer
