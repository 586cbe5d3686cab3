// SPDX-License-Identifier: Apache-2.0
// Carries events of sessions to the executors of their calls. The only place where the SIP thread and calls share
// state.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "parley/telephony/sip_stack.hpp"
#include "user_agent.hpp"

namespace parley::sip {

class SessionListeners final : public EventSink {
 public:
  SessionListeners();

  // SIP thread.
  void opened(SipSessionId session) override;
  void discarded(SipSessionId session) override;
  void tell(SipSessionId session, const SessionEvent& event) override;

  // Any thread. A session that is long gone is told as closed at once, so that every call ends.
  void listen(SipSessionId session, Executor home, SipSessionListener& listener);
  // On the listener's executor.
  void stop_listening(SipSessionId session);

 private:
  // The listener is set and read on `home` alone.
  struct Subscription {
    Executor home;
    SipSessionListener* listener;
  };
  struct Entry {
    // Owned by the registry and by events on their way to `home`.
    std::shared_ptr<Subscription> subscription;
    std::vector<SessionEvent> unheard;  // before listen()
    bool deaf = false;                  // after stop_listening()
  };
  struct Registry {
    std::mutex mutex;
    std::map<SipSessionId, Entry> entries;
    std::deque<SipSessionId> unheard_ends;  // closed before anybody listened; bounded
  };

  static void post(const std::shared_ptr<Registry>& registry, SipSessionId session,
                   const std::shared_ptr<Subscription>& subscription, const SessionEvent& event);

  // Owned by this and by events on their way, which may arrive after the stack is gone.
  std::shared_ptr<Registry> registry_;
};

}  // namespace parley::sip
