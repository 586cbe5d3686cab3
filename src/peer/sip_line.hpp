// SPDX-License-Identifier: Apache-2.0
// A call by SIP over UDP or TCP with RTP: the sockets around SipDialog.
#pragma once

#include <memory>

#include "caller_line.hpp"
#include "parley/async/clock.hpp"
#include "parley/peer/call_plan.hpp"

namespace parley::peer {

std::unique_ptr<CallerLine> create_sip_line(Clock& clock, const CallPlan& plan);

}  // namespace parley::peer
