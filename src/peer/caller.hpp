// SPDX-License-Identifier: Apache-2.0
// One simulated call: a line, a script and what was measured.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "call_audio.hpp"
#include "caller_line.hpp"
#include "pacer.hpp"
#include "parley/peer/call_plan.hpp"
#include "parley/peer/caller_script.hpp"
#include "parley/peer/voice_gate.hpp"

namespace parley::peer {

class Caller final : public LineListener, public Pacer::Member {
 public:
  // `plan` must outlive the caller.
  Caller(std::unique_ptr<CallerLine> line, Pacer& pacer, const CallPlan& plan);

  Task<CallReport> run();

  void on_answered(CallTime at, const std::string& call_id) override;
  void on_heard(const HeardSound& sound) override;
  void on_slot(Duration late) override;

 private:
  void send(const ScriptStep& step);

  std::unique_ptr<CallerLine> line_;
  Pacer& pacer_;
  const CallPlan& plan_;
  VoiceGate gate_;
  CallerScript script_;
  std::optional<CallAudio> audio_;  // from the answer on
  CallReport report_;
  std::vector<float> lateness_ms_;
};

// What the script needs to know of the inputs.
std::vector<ScriptInput> script_inputs(const CallPlan& plan);

}  // namespace parley::peer
