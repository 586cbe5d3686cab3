// SPDX-License-Identifier: Apache-2.0
// A door to the server as the simulated caller sees it. Each door (SIP by UDP or TCP; others later) is one CallerLine.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "parley/async/task.hpp"
#include "parley/peer/call_report.hpp"
#include "rtp_stream.hpp"

namespace parley::peer {

// A piece of the agent's sound as it arrived; duplicates are already left out.
struct HeardSound {
  std::span<const std::int16_t> samples;  // 8000 Hz
  CallTime arrived{};
  std::uint32_t stream = 0;    // changes when the positions start anew
  std::uint32_t position = 0;  // of the first sample in the stream, modulo 2^32
};

struct LineEnd {
  CallOutcome outcome = CallOutcome::failed;
  int status = 0;
  std::string problem;
};

class LineListener {
 public:
  virtual ~LineListener() = default;
  virtual void on_answered(CallTime at, const std::string& call_id) = 0;
  virtual void on_heard(const HeardSound& sound) = 0;
};

class CallerLine {
 public:
  virtual ~CallerLine() = default;
  // The whole call: dials, tells the listener, and returns when it is over, whoever ended it.
  virtual Task<LineEnd> run(LineListener& listener) = 0;
  virtual CallTime now() const = 0;  // since the call began
  // Once per slot, also before the answer: what is due by time.
  virtual void tick() = 0;
  virtual void send(std::span<const std::int16_t> slot) = 0;  // kSlotSamples
  virtual void send(const DigitSlot& digit) = 0;
  virtual void hang_up() = 0;
  virtual RtpCounts counts() const = 0;
};

}  // namespace parley::peer
