// SPDX-License-Identifier: Apache-2.0
// What benchmarks read out of the record of a call (GET /v1/calls/{id}).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/core/result.hpp"
#include "parley/peer/call_report.hpp"

namespace parley::commands {

struct StoryTurn {
  std::string heard;    // the caller's words; empty when it was the agent's turn alone
  bool spoken = false;  // the caller said something
  double ended_ms = 0;  // the caller's speech, from the start of the call
  std::string layer;
  std::string pattern;
  std::string reply;
  std::optional<double> transcription_ms;
  std::optional<double> first_audio_ms;

  friend bool operator==(const StoryTurn&, const StoryTurn&) = default;
};

struct CallStory {
  bool over = false;
  std::string end_reason;
  std::vector<StoryTurn> turns;

  // Everything that the caller was heard to say, in order.
  std::string transcript() const;

  friend bool operator==(const CallStory&, const CallStory&) = default;
};

Result<CallStory> read_story(std::string_view json);

// The turn of the record that tells of a turn of the caller: the one whose speech ended nearest to it. nullptr when
// none is within 1.5 s.
const StoryTurn* story_of(const CallStory& story, const peer::ReportedTurn& turn, peer::CallTime answered);

}  // namespace parley::commands
