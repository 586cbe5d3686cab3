// SPDX-License-Identifier: Apache-2.0
// What all calls count together. Looked up once; every update is an atomic add.
#pragma once

#include "parley/core/meters.hpp"
#include "parley/store/call_record.hpp"

namespace parley {

class CallMeters {
 public:
  explicit CallMeters(Meters& meters);

  void call_started() { active.add(1); }
  void call_ended(CallEnd reason);
  void turn_told(const TurnRecord& turn);

  Gauge& active;
  Counter& interruptions;
  Counter& resumptions;  // sounds that paused the agent and were not meant
  Histogram& interruption_delay;
  Counter& stale_replies;    // made for a turn that was over when they were ready
  Counter& dropped_samples;  // of callers' audio, the recogniser being behind
  Histogram& end_of_turn_delay;
  Histogram& transcription_delay;
  Histogram& route;
  Histogram& tts_ttfb;
  Histogram& first_audio;
  Histogram& e2e;

 private:
  void decided(const RecordedDecision& decision, const TurnTimings& timings);

  Meters& meters_;
};

}  // namespace parley
