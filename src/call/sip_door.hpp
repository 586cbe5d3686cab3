// SPDX-License-Identifier: Apache-2.0
// One phone call, from INVITE to the end of the session.
#pragma once

#include <string>

#include "parley/call/call_door.hpp"
#include "parley/call/sip_call_desk.hpp"
#include "sip_line.hpp"

namespace parley {

class SipDoor final : public CallDoor {
 public:
  // `settings`, `ports` and `stack` outlive it.
  SipDoor(const SipCallSettings& settings, RtpPorts& ports, SipStack& stack, const IncomingCall& incoming);

  Task<CallEnd> serve(FloorCall& floor) override;
  void turn_away() override;
  void abandon() noexcept override { stack_.hang_up(session_); }

 private:
  Task<CallEnd> talk(FloorCall& floor, SipLine& line, RtpTransport& media);

  const SipCallSettings& settings_;
  RtpPorts& ports_;
  SipStack& stack_;
  SipSessionId session_;
  std::string sip_call_id_;  // for whoever compares with a trace of the wire
};

}  // namespace parley
