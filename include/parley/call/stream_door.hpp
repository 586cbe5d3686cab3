// SPDX-License-Identifier: Apache-2.0
// The door of every call whose media bring their own line: greets, talks, lets the last words be heard, closes.
#pragma once

#include <memory>

#include "parley/call/call_door.hpp"
#include "parley/transports/stream_transport.hpp"

namespace parley {

// One caller at such a door, who has said already whom they call. Used on the call's loop.
class StreamCaller {
 public:
  virtual ~StreamCaller() = default;
  virtual CallObserver* observer() { return nullptr; }  // may be null; asked first
  // Once, before anything else of the call. The transport lives on floor.home() and is sent by floor.wheel().
  virtual std::unique_ptr<StreamTransport> open(FloorCall& floor) = 0;
  // The ear is open, media start now. False: the greeting waits for the caller's first audio.
  virtual bool on_ready(FloorCall&) { return true; }
  virtual bool transfers() const { return false; }
  // The call has ended as transferred and its last words were heard: gets the caller to whom the organization names.
  virtual Task<void> transfer(FloorCall&) { co_return; }
  // The call has ended and what was said last was heard; then the line is closed unless it was closed before.
  virtual void on_over(FloorCall&, CallEnd) {}
  virtual void turn_away() = 0;  // instead of open(): the node closes
};

std::unique_ptr<CallDoor> create_stream_door(std::unique_ptr<StreamCaller> caller);

}  // namespace parley
