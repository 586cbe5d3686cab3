// SPDX-License-Identifier: Apache-2.0
// What a door has to bring, SIP, a carrier or a browser, for its calls to be served on the floor.
#pragma once

#include <memory>
#include <string>

#include "parley/async/task.hpp"
#include "parley/call/call.hpp"
#include "parley/call/call_slots.hpp"
#include "parley/call/organization_directory.hpp"
#include "parley/core/log.hpp"
#include "parley/store/recorder.hpp"
#include "parley/transports/media_transport.hpp"
#include "parley/transports/slot_wheel.hpp"

namespace parley {

// Who calls whom by which door, as the record says it.
struct CallerFacts {
  std::string from;
  std::string to;
  std::string transport;  // "sip", "twilio", "browser"
};

// A call that may take place, with the slot that it holds. Nothing of it is bound to a loop yet.
struct Admission {
  ServedOrganization organization;
  CallTicket ticket;
  CallId id;
  WallTime received_at{};
  CallerFacts facts;
};

// One call as its door sees it; lives on the call's loop until serve() has returned.
class FloorCall {
 public:
  virtual ~FloorCall() = default;
  virtual Call& call() = 0;
  virtual const Admission& admission() const = 0;
  virtual Log log() const = 0;
  virtual Clock& clock() = 0;
  virtual Executor home() const = 0;
  virtual SlotWheel& wheel() = 0;
  // Opens the ear and has the greeting's first audio ready. False: neither in time; serve() then returns speech_lost.
  virtual Task<bool> prepare() = 0;
  // Records (where that is on) and runs the call over `media` until it ends; a node that closes says good-bye in it.
  virtual Task<CallEnd> talk(MediaTransport& media) = 0;
};

// The line of one call. Made anywhere, used on the call's loop.
class CallDoor {
 public:
  virtual ~CallDoor() = default;
  // Watches the call; may be null. Asked once, before serve().
  virtual CallObserver* observer() { return nullptr; }
  // Whether a call that ends as transferred gets to somebody. Without, callers are offered a call back instead.
  virtual bool transfers() const { return false; }
  // The whole call from here on: prepare, answer, talk, hang up. The reason that it returns becomes the record's,
  // unless talk() found one.
  virtual Task<CallEnd> serve(FloorCall& floor) = 0;
  // Instead of serve(): the node closes and takes nobody any more.
  virtual void turn_away() = 0;
  // serve() was cancelled or threw: the line ends at once.
  virtual void abandon() noexcept = 0;
};

}  // namespace parley
