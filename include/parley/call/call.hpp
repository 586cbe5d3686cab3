// SPDX-License-Identifier: Apache-2.0
// One caller's whole story: hear, decide, answer, speak, until someone ends it and says why.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "parley/answering/answering.hpp"
#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/call/call_action.hpp"
#include "parley/call/call_meters.hpp"
#include "parley/call/call_observer.hpp"
#include "parley/call/organization_directory.hpp"
#include "parley/call/utterance_gate.hpp"
#include "parley/core/log.hpp"
#include "parley/core/result.hpp"
#include "parley/dialogue/turn_taker.hpp"
#include "parley/media/voice_network.hpp"
#include "parley/speech/recognizer.hpp"
#include "parley/speech/synthesizer.hpp"
#include "parley/store/call_log.hpp"
#include "parley/store/recorder.hpp"
#include "parley/transports/media_transport.hpp"

namespace parley {

// What is done to the caller's sound before it is understood. Recordings keep it as it came.
struct SoundSettings {
  std::shared_ptr<const VoiceNetwork> voices;  // shared by all calls; null: energy alone tells a voice
  bool suppress_noise = false;
  bool normalise_level = false;
};

struct CallSetup {
  CallId id;
  std::string from;
  std::string to;
  std::string transport;  // "sip", "twilio", "browser"
  std::string node;       // id of this instance, for the record
  WallTime started_at{};
  ServedOrganization organization;
  TurnSettings turns;                             // prompt_after is taken from the organization
  std::chrono::milliseconds barge_in_after{160};  // voiced for so long is no click
  SoundSettings sound;
};

// Collaborators; all outlive the call and are used on its executor only, unless they are thread-safe themselves.
struct CallPorts {
  Clock& clock;
  Recognizer& recognizer;
  Synthesizer& synthesizer;
  CallLog& records;
  CallMeters& meters;
  Log log;
  CallObserver* observer = nullptr;     // may be null
  UtteranceGate* utterances = nullptr;  // may be null: nobody asks too often
  Answering* answering = nullptr;       // may be null: the router alone answers
};

class Call {
 public:
  // Everything of one call happens on `home`, a single-threaded executor.
  static std::unique_ptr<Call> create(CallSetup setup, CallPorts ports, Executor home);
  virtual ~Call() = default;

  // Before the call is answered: opens the ear and has the greeting's first audio ready.
  virtual Task<Result<void>> prepare() = 0;
  // Media flows: runs until the call is over and returns why. `recording` may be null and outlives the run.
  virtual Task<CallEnd> run(MediaTransport& media, Recording* recording) = 0;

  // Events from the signalling side; on `home`.
  virtual void caller_is_listening() = 0;  // ACK or first packet: the greeting may start
  virtual void hold(bool held) = 0;
  virtual void end(CallEnd reason) = 0;          // at once; the first reason stays
  virtual void say_goodbye(CallEnd reason) = 0;  // speaks the apology or farewell that fits, then ends

  // What an operator wants. Faults: unsupported (the line sends no keys), invalid_input, exhausted (too much waits to
  // be said), closed.
  virtual Result<void> act(const CallAction& action) = 0;

  // The record as it stands; end_reason is set by run() or finish().
  virtual const CallRecord& record() const = 0;
  // For calls that end before media: writes the record down with this reason.
  virtual void finish(CallEnd reason) = 0;
};

}  // namespace parley
