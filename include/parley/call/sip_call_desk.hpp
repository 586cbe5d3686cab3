// SPDX-License-Identifier: Apache-2.0
// The desk that phone calls arrive at: what an INVITE means to the floor, and what its answer means to SIP.
#pragma once

#include <memory>
#include <string>

#include "parley/call/call_floor.hpp"
#include "parley/telephony/sip_stack.hpp"
#include "parley/transports/rtp_ports.hpp"
#include "parley/transports/rtp_transport.hpp"

namespace parley {

struct SipCallSettings {
  std::string advertised_host;  // in SDP
  RtpTimeouts rtp_timeouts;
};

class SipCallDesk : public SipDesk {
 public:
  // `floor` and `ports` are thread-safe and outlive the desk.
  static std::unique_ptr<SipCallDesk> create(SipCallSettings settings, CallFloor& floor, RtpPorts& ports);

  // Before the first INVITE; the stack outlives every call.
  virtual void attach(SipStack& stack) = 0;
};

}  // namespace parley
