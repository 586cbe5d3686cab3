// SPDX-License-Identifier: Apache-2.0
#include "parley/call/sip_call_desk.hpp"

#include <utility>

#include "sip_door.hpp"

namespace parley {
namespace {

InviteVerdict verdict_of(NotAdmitted why) {
  switch (why) {
    case NotAdmitted::unknown_number:
      return {InviteVerdict::Kind::not_found, 0};
    case NotAdmitted::draining:
      return {InviteVerdict::Kind::draining, kRetryAfterSeconds};
    case NotAdmitted::starting:
    case NotAdmitted::full:
    case NotAdmitted::no_engine:
      break;
  }
  return {InviteVerdict::Kind::overloaded, kRetryAfterSeconds};
}

class LiveSipCallDesk final : public SipCallDesk {
 public:
  LiveSipCallDesk(SipCallSettings settings, CallFloor& floor, RtpPorts& ports)
      : settings_(std::move(settings)), floor_(floor), ports_(ports) {}

  void attach(SipStack& stack) override { stack_ = &stack; }

  InviteVerdict on_invite(const IncomingCall& incoming) override {
    auto answer = floor_.admit(CallerFacts{incoming.calling_number, incoming.called_number, "sip"});
    if (const auto* refusal = std::get_if<NotAdmitted>(&answer)) return verdict_of(*refusal);
    floor_.place(floor_.choose_loop(), std::move(std::get<Admission>(answer)),
                 std::make_unique<SipDoor>(settings_, ports_, *stack_, incoming));
    return {};
  }

  bool accepts_calls() const override { return !floor_.refuses(); }

 private:
  SipCallSettings settings_;
  CallFloor& floor_;
  RtpPorts& ports_;
  SipStack* stack_ = nullptr;
};

}  // namespace

std::unique_ptr<SipCallDesk> SipCallDesk::create(SipCallSettings settings, CallFloor& floor, RtpPorts& ports) {
  return std::make_unique<LiveSipCallDesk>(std::move(settings), floor, ports);
}

}  // namespace parley
