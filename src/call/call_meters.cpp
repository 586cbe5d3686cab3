// SPDX-License-Identifier: Apache-2.0
#include "parley/call/call_meters.hpp"

#include <cmath>
#include <optional>
#include <string>

namespace parley {
namespace {

const std::vector<double> kStageBounds = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4,
                                          0.5,   0.6,   0.8,   1,    1.25, 1.5,  2,   3,   5,   10};

const std::vector<double> kRouterBounds = {0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005,
                                           0.01,    0.02,    0.05,    0.1,    0.2,    0.5,    1,     2,     5};
constexpr double kMicro = 1e6;

}  // namespace

CallMeters::CallMeters(Meters& meters)
    : active(meters.gauge("parley_calls_active", "Calls that are up now")),
      interruptions(meters.counter("parley_interruptions_total", "Times that a caller talked over the agent")),
      resumptions(meters.counter("parley_resumptions_total",
                                 "Sounds of callers that paused the agent and were not meant to interrupt it")),
      interruption_delay(meters.histogram("parley_interruption_delay_seconds",
                                          "First sample of a sound of the caller to the agent's pause", kStageBounds)),
      stale_replies(meters.counter("parley_stale_replies_total", "Replies whose turn was over when they were ready")),
      dropped_samples(meters.counter("parley_recognizer_dropped_samples_total",
                                     "Samples of callers that the recogniser was too slow for")),
      end_of_turn_delay(meters.histogram("parley_turn_end_of_turn_delay_seconds",
                                         "End of speech to the decision that the turn is over", kStageBounds)),
      transcription_delay(meters.histogram("parley_turn_transcription_delay_seconds",
                                           "End of speech to the final transcript", kStageBounds)),
      route(meters.histogram("parley_turn_route_seconds", "Routing of one utterance", kStageBounds)),
      tts_ttfb(meters.histogram("parley_turn_tts_ttfb_seconds", "Request to first synthesized audio", kStageBounds)),
      first_audio(meters.histogram("parley_turn_first_audio_seconds",
                                   "Final transcript and end of turn known to first reply frame queued", kStageBounds)),
      e2e(meters.histogram("parley_turn_e2e_latency_seconds", "End of speech to first reply frame sent", kStageBounds)),
      meters_(meters) {}

void CallMeters::call_ended(CallEnd reason) {
  meters_
      .counter("parley_calls_total", "Calls by the reason of their end", {{"reason", std::string(to_string(reason))}})
      .add();
}

void CallMeters::turn_told(const TurnRecord& turn) {
  const auto observe = [](Histogram& histogram, const std::optional<double>& milliseconds) {
    if (milliseconds) histogram.observe(*milliseconds / 1000);
  };
  observe(end_of_turn_delay, turn.timings.end_of_turn_delay);
  observe(transcription_delay, turn.timings.transcription_delay);
  observe(route, turn.timings.route);
  observe(tts_ttfb, turn.timings.tts_ttfb);
  observe(first_audio, turn.timings.first_audio);
  observe(e2e, turn.timings.e2e);
  if (turn.decision) {
    meters_
        .counter("parley_turns_total", "Turns by the layer that answered",
                 {{"layer", turn.decision->layer}, {"method", turn.decision->method}})
        .add();
    decided(*turn.decision, turn.timings);
  }
}

void CallMeters::decided(const RecordedDecision& decision, const TurnTimings& timings) {
  const MeterLabels layer{{"layer", decision.layer}};
  meters_
      .counter("parley_router_decisions_total", "Decisions of the router, by layer and method",
               {{"layer", decision.layer}, {"method", decision.method}})
      .add();
  const auto& took = decision.layer == "2" && timings.llm_ttft ? timings.llm_ttft : timings.route;
  if (took) {
    meters_
        .histogram("parley_router_seconds", "Routing; of layer 2, from the question to its first words", kRouterBounds,
                   layer)
        .observe(*took / 1000);
  }
  const auto count = [&](const char* name, const char* help, double usd) {
    if (usd > 0) meters_.counter(name, help, layer).add(static_cast<std::uint64_t>(std::llround(usd * kMicro)));
  };
  count("parley_router_cost_microdollars_total", "What answers cost, millionths of a US dollar", decision.cost_usd);
  count("parley_router_saved_microdollars_total", "What answers from memory saved, millionths of a US dollar",
        decision.saved_usd);
}

}  // namespace parley
