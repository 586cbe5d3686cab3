// SPDX-License-Identifier: Apache-2.0
// The story of one call as it is kept and served (GET /v1/calls/{id}).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "parley/core/ids.hpp"
#include "parley/core/time.hpp"

namespace parley {

enum class CallEnd {
  caller_hung_up,
  agent_finished,
  transferred,
  silence,
  no_media,
  too_long,
  rejected,
  overload,
  shutdown,
  speech_lost,
  bug,
  server_lost,  // the process that had the call is gone; found out afterwards
};
std::string_view to_string(CallEnd end);
std::optional<CallEnd> parse_call_end(std::string_view name);

struct CallerSaid {
  std::string text;
  double confidence = 0;
  std::int64_t started_ms = 0;  // from the start of the call
  std::int64_t ended_ms = 0;
  std::string dtmf;

  friend bool operator==(const CallerSaid&, const CallerSaid&) = default;
};

struct RecordedCandidate {
  std::string pattern;
  std::string method;
  double confidence = 0;
  std::string lost = {};  // why it does not answer

  friend bool operator==(const RecordedCandidate&, const RecordedCandidate&) = default;
};

struct RecordedGate {
  std::string name;
  double value = 0;
  double threshold = 0;
  bool passed = false;
  std::string reason = {};

  friend bool operator==(const RecordedGate&, const RecordedGate&) = default;
};

// As RouteDecision, in words. What older rows do not have is empty.
struct RecordedDecision {
  std::string layer;
  std::string method;
  std::string pattern;
  double confidence = 0;
  std::vector<RecordedCandidate> candidates;
  double cost_usd = 0;
  double saved_usd = 0;
  std::string normalised = {};  // what the caller said as it was compared; goes with the transcript
  std::vector<RecordedGate> gates = {};
  std::string shadow = {};
  std::string evidence = {};
  double embedding_usd = 0;  // of cost_usd

  friend bool operator==(const RecordedDecision&, const RecordedDecision&) = default;
};

struct AgentSaid {
  std::string text;
  std::string heard_text;  // what had been played when the caller interrupted; equals text otherwise
  bool interrupted = false;

  friend bool operator==(const AgentSaid&, const AgentSaid&) = default;
};

// Milliseconds; absent where the stage did not happen. Names as in docs/architecture.md, "Stages of a turn".
struct TurnTimings {
  std::optional<double> end_of_turn_delay;    // end of speech → turn decision
  std::optional<double> transcription_delay;  // end of speech → final transcript
  std::optional<double> route;
  std::optional<double> llm_ttft;
  std::optional<double> tts_ttfb;
  std::optional<double> first_audio;  // final transcript and end of turn known → first reply frame queued
  std::optional<double> e2e;          // end of speech → first reply frame sent

  friend bool operator==(const TurnTimings&, const TurnTimings&) = default;
};

struct TurnRecord {
  std::uint32_t number = 0;
  std::optional<CallerSaid> caller;
  std::optional<RecordedDecision> decision;
  std::optional<AgentSaid> reply;
  TurnTimings timings;

  friend bool operator==(const TurnRecord&, const TurnRecord&) = default;
};

// Where the newest version of a record is safe by now; a new version (the next turn) begins in memory again.
enum class Kept : std::uint8_t {
  memory,    // lost when the process is killed
  spool,     // on this machine's disk: acknowledged, and in the database as soon as that is there
  database,  // for good
};
std::string_view to_string(Kept kept);

struct CallRecord {
  CallId id;
  OrganizationKey organization;
  std::string from;
  std::string to;
  std::string transport;  // "sip", …
  std::string node;       // of the instance that had the call
  WallTime started_at{};
  std::optional<WallTime> answered_at;
  std::optional<WallTime> ended_at;  // absent while the call runs
  std::optional<CallEnd> end_reason;
  std::optional<std::string> recording_path;  // on disk; never served
  std::optional<AgentSaid> greeting;          // what the agent opened the call with; turns begin with the caller
  std::vector<TurnRecord> turns;

  friend bool operator==(const CallRecord&, const CallRecord&) = default;
};

// A caller who asked to be called back.
struct Callback {
  CallbackId id;  // nil: given by the log
  CallId call;
  OrganizationKey organization;
  std::string number;
  std::string heard;  // what was heard before
  std::string state = "open";
  WallTime asked_at{};

  friend bool operator==(const Callback&, const Callback&) = default;
};

}  // namespace parley
