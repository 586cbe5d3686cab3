// SPDX-License-Identifier: Apache-2.0
// The desk that phone calls arrive at: who owns the number, is there room, on which loop does the call live.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/call/call.hpp"
#include "parley/call/call_slots.hpp"
#include "parley/call/organization_directory.hpp"
#include "parley/telephony/sip_stack.hpp"
#include "parley/transports/rtp_ports.hpp"
#include "parley/transports/rtp_transport.hpp"
#include "parley/transports/slot_wheel.hpp"

namespace parley {

struct SipCallSettings {
  std::string advertised_host;  // in SDP
  TurnSettings turns;
  std::chrono::milliseconds barge_in_after{160};
  RtpTimeouts rtp_timeouts;
  std::string recordings_dir;  // empty: calls are not recorded
};

// Thread-safe collaborators of all calls; they outlive the desk.
struct SipCallPorts {
  Clock& clock;
  OrganizationDirectory& organizations;
  CallSlots& slots;
  RtpPorts& rtp_ports;
  Recognizer& recognizer;
  Synthesizer& synthesizer;
  CallLog& records;
  Recorder& recorder;
  CallMeters& call_meters;
  Meters& meters;
  Log log;
  std::function<CallId()> next_id;  // thread-safe
};

class SipCallDesk : public SipDesk {
 public:
  // One loop that calls are placed on; the wheel belongs to it.
  struct Loop {
    Executor home;
    SlotWheel& wheel;
  };
  static std::unique_ptr<SipCallDesk> create(SipCallSettings settings, SipCallPorts ports, std::vector<Loop> loops);

  // Before the first INVITE; the stack outlives every call.
  virtual void attach(SipStack& stack) = 0;
  // One root a loop, to be spawned on it; ends after close() when the loop's last call has ended.
  virtual Task<void> run(std::size_t loop) = 0;
  // Takes calls from now on; until then they get 503 with Retry-After, since an ear that has not learned hears nothing.
  virtual void open() = 0;
  // No new calls (503 with Retry-After); those that are up go on.
  virtual void drain() = 0;
  virtual bool draining() const = 0;
  // Every call says good-bye and ends; thread-safe.
  virtual void close() = 0;
};

}  // namespace parley
