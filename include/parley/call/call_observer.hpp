// SPDX-License-Identifier: Apache-2.0
// Somebody who watches one call as it happens: the page that a developer talks to. Changes nothing.
#pragma once

#include <string>

#include "parley/dialogue/turn_taker.hpp"
#include "parley/speech/recognizer.hpp"
#include "parley/store/call_record.hpp"

namespace parley {

enum class AgentActivity { silent, thinking, speaking, paused };

// Called on the call's executor, never from the 20 ms path; must not block. Outlives the call's run.
class CallObserver {
 public:
  virtual ~CallObserver() = default;
  virtual void on_voice(bool speaking) = 0;  // the caller's, as voice detection sees it
  virtual void on_transcript(const Transcript& transcript) = 0;
  virtual void on_agent(AgentActivity activity) = 0;
  virtual void on_greeting(const std::string& text) = 0;
  // A turn that is new or of which more is known; the same number replaces what was told before.
  virtual void on_turn(const TurnRecord& turn) = 0;
};

}  // namespace parley
