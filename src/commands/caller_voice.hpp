// SPDX-License-Identifier: Apache-2.0
// What the simulated caller says as samples: texts by a voice, sounds from WAV files.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "parley/core/result.hpp"
#include "parley/peer/call_plan.hpp"
#include "parley/speech/synthesizer.hpp"

namespace parley::commands {

class CallerVoice {
 public:
  explicit CallerVoice(std::unique_ptr<Synthesizer> synthesizer) : synthesizer_(std::move(synthesizer)) {}

  // Whole and at 8000 Hz; the same text in the same voice is spoken once. Blocks.
  Result<peer::Samples> say(const std::string& voice, const std::string& text);

 private:
  std::unique_ptr<Synthesizer> synthesizer_;
  std::map<std::pair<std::string, std::string>, peer::Samples> said_;
};

// A WAV file, mixed to mono and at 8000 Hz.
Result<peer::Samples> load_sound(const std::string& path);

}  // namespace parley::commands
