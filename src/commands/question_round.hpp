// SPDX-License-Identifier: Apache-2.0
// Calls that ask questions of the demo organization, and what the records say of their turns.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "call_story.hpp"
#include "caller_voice.hpp"
#include "own_server.hpp"
#include "parley/peer/place_calls.hpp"
#include "questions.hpp"

namespace parley::commands {

struct Interview {
  std::string voice;
  std::vector<Question> questions;
};

// How the questions get to the server.
struct InterviewDoor {
  peer::CallerTransport transport = peer::CallerTransport::sip;
  std::optional<peer::Impairment> through;  // SIP only; each call has a seed of its own
};

struct AskedTurn {
  Question question;
  peer::ReportedTurn seen;
  StoryTurn told;      // of the record; empty when no turn of it matches
  bool known = false;  // told is there

  bool answered() const { return known && told.pattern == question.pattern; }
};

struct InterviewOutcome {
  peer::CallReport report;
  std::string problem;  // of the call or its record
  std::vector<AskedTurn> turns;
};

// Voices of the embedded synthesizer that differ from each other as people do.
const std::vector<std::string>& interview_voices();

// The questions of the demo organization (its file in config/organizations).
Result<std::vector<Question>> demo_questions();

Result<std::vector<InterviewOutcome>> hold_interviews(const std::vector<Interview>& interviews, const OwnServer& server,
                                                      CallerVoice& voice, peer::CallPace pace,
                                                      const InterviewDoor& door = {});

}  // namespace parley::commands
