// SPDX-License-Identifier: Apache-2.0
// The phone calls of one event loop, from INVITE to the end of the session. Used on that loop only.
#pragma once

#include <functional>
#include <set>

#include "parley/async/queues.hpp"
#include "parley/async/task_group.hpp"
#include "parley/call/sip_call_desk.hpp"

namespace parley {

class SipCallHost {
 public:
  struct Accepted {
    IncomingCall incoming;
    ServedOrganization organization;
    CallTicket ticket;
    CallId id;
    WallTime received_at{};
  };

  SipCallHost(const SipCallSettings& settings, const SipCallPorts& ports, SipCallDesk::Loop loop);

  Task<void> run(SipStack& stack);
  void accept(Accepted accepted);  // on the loop
  void close();                    // on the loop

 private:
  Task<void> serve(Accepted accepted);
  Task<CallEnd> converse(Accepted& accepted, Call& call, Log log);
  std::unique_ptr<Recording> start_recording(const Accepted& accepted, const Log& log) const;

  const SipCallSettings& settings_;
  const SipCallPorts& ports_;
  SipCallDesk::Loop loop_;

  TaskGroup calls_;
  std::set<Call*> talking_;
  detail::Wakeup closed_;
  SipStack* stack_ = nullptr;
  bool closing_ = false;
};

}  // namespace parley
