// SPDX-License-Identifier: Apache-2.0
// A SIP user agent server on a thread of its own. Events go out and commands come in as values.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "parley/async/task.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/core/result.hpp"
#include "parley/telephony/call_offer.hpp"

namespace parley {

struct SipSettings {
  std::string bind = "127.0.0.1";
  std::uint16_t port = 5060;  // UDP and TCP; 0 picks a free one
  std::string advertise;      // address in Contact and SDP when it differs from the bound one
  std::uint32_t max_sessions = 2000;
  std::uint32_t max_lingering_transactions = 64000;
  std::string user_agent = "Parley";
  std::chrono::milliseconds t1{500};  // RFC 3261 timer T1; a 200 without ACK is given up after 64 of them
};

// What one session tells its call; every function is called on the executor given to listen().
class SipSessionListener {
 public:
  virtual ~SipSessionListener() = default;
  // The 200 is on its way: what the peer offered is agreed on, media may flow. Not called for a delayed offer.
  virtual void on_answered(const NegotiatedAudio& audio) = 0;
  // ACK received; for a delayed offer it carries the peer's answer and media may flow only now.
  virtual void on_established(const NegotiatedAudio& audio) = 0;
  // A re-INVITE changed something and was answered by the stack from the local media of answer(): hold, resume, moved
  // port, other codec, offerless refresh. Not called when nothing changed.
  virtual void on_audio_changed(const NegotiatedAudio& audio) = 0;
  virtual void on_closed(SipClosed reason) = 0;  // last
};

// Decides on the SIP thread, at once, whether and where an INVITE goes. Must not block.
struct InviteVerdict {
  enum class Kind : std::uint8_t { take, not_found, overloaded, draining };
  Kind kind = Kind::take;
  std::uint32_t retry_after_s = 5;  // for overloaded and draining
};

class SipDesk {
 public:
  virtual ~SipDesk() = default;
  // SIP thread. After `take` the desk must answer() or reject() this session from any thread.
  virtual InviteVerdict on_invite(const IncomingCall& call) = 0;
  // SIP thread. False: OPTIONS is answered 503 with Retry-After (starting, full or draining).
  virtual bool accepts_calls() const = 0;
};

struct SipAnswer {
  MediaAddress local_media;                                  // advertised address and allocated RTP port
  std::vector<std::pair<std::string, std::string>> headers;  // e.g. X-Parley-Call-Id
};

class SipStack {
 public:
  virtual ~SipStack() = default;  // ends every session with BYE (best effort, bounded) and joins the thread

  // Commands: any thread; bounded queue with one coalesced wake-up; dropped when the session has ended.
  // Events of `session` go to `listener` on `home` from now on; events that came before are delivered then. Of a
  // session that is long gone it hears that it is closed, so that every call ends.
  virtual void listen(SipSessionId session, Executor home, SipSessionListener& listener) = 0;
  // Call on the listener's executor: no event arrives after this returns.
  virtual void stop_listening(SipSessionId session) = 0;
  virtual void ring(SipSessionId session) = 0;  // 180
  // 200 with the answer (or the offer, when the INVITE had none).
  virtual void answer(SipSessionId session, SipAnswer answer) = 0;
  virtual void reject(SipSessionId session, std::uint16_t status, std::string reason, std::uint32_t retry_after_s) = 0;
  virtual void hang_up(SipSessionId session) = 0;  // BYE, or CANCEL/480 when not yet answered

  virtual std::uint16_t port() const = 0;
};

// Fails with a clear message, e.g. when the port is taken ("another server on 127.0.0.1:5060? …").
Result<std::unique_ptr<SipStack>> create_sip_stack(SipSettings settings, SipDesk& desk, Log log, Meters& meters);

}  // namespace parley
