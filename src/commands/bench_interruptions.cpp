// SPDX-License-Identifier: Apache-2.0
// parley bench interruptions: callers who talk over the agent, ten times in a row; from their first voiced sample to
// the agent's last one, on their own clock.
#include <algorithm>
#include <ostream>

#include "bench_command.hpp"
#include "metrics_text.hpp"
#include "parley/peer/voice_gate.hpp"
#include "question_round.hpp"
#include "sound_match.hpp"

namespace parley::commands {
namespace {

constexpr std::size_t kInARow = 10;
constexpr std::size_t kSlot = 160;
constexpr std::chrono::milliseconds kIntoTheReply{1200};
// An agent that is quiet for so long has been silenced; its own pauses between sentences are shorter.
constexpr std::size_t kSilenced = 8 * 500;

std::size_t sample_at(peer::CallTime time) {
  return static_cast<std::size_t>(std::max<std::int64_t>(0, time.count() * 8 / 1000));
}

}  // namespace

Result<BenchResults> bench_interruptions(const InterruptionBench& bench, const Surroundings& surroundings) {
  auto questions = demo_questions();
  if (!questions) return questions.error();
  auto server = OwnServer::start(surroundings.program, {});
  if (!server) return server.error();
  CallerVoice voice(surroundings.create_voice());

  std::vector<peer::CallPlan> plans;
  std::vector<std::vector<Question>> asked;
  std::vector<std::vector<std::size_t>> onsets;  // first voiced sample of each question
  for (std::size_t call = 0; call < bench.calls; ++call) {
    peer::CallPlan plan;
    plan.target.user = "demo";
    plan.target.host = "127.0.0.1";
    plan.target.port = (*server)->sip_port();
    plan.barge_in = kIntoTheReply;
    plan.keep_audio = true;
    asked.push_back(take_questions(*questions, call * kInARow, kInARow));
    onsets.emplace_back();
    for (const auto& question : asked.back()) {
      auto samples = voice.say(interview_voices()[call % interview_voices().size()], question.text);
      if (!samples) return samples.error();
      const auto voiced = peer::VoiceGate().find(**samples);
      onsets.back().push_back(voiced ? voiced->first : 0);
      plan.inputs.push_back(peer::PlannedInput::say(question.text, *samples));
    }
    plans.push_back(std::move(plan));
  }
  surroundings.err << bench.calls << " calls, " << kInARow << " interruptions each\n";
  const auto reports = peer::place_calls(plans, {});

  std::vector<double> silent_ms;
  Share answered;
  std::size_t failed = 0;
  for (std::size_t call = 0; call < reports.size(); ++call) {
    const auto& report = reports[call];
    if (report.end == peer::CallOutcome::failed) ++failed;
    const auto story = (*server)->story(report.call_id);
    for (std::size_t turn = 0; turn < report.turns.size(); ++turn) {
      const auto& seen = report.turns[turn];
      const auto answered_at = report.answered.value_or(peer::CallTime{});
      const auto* told = story ? story_of(*story, seen, answered_at) : nullptr;
      answered.count(told && told->pattern == asked[call][turn].pattern);
      if (!seen.started) continue;
      // From the moment when the packet with the first voiced sample left.
      const auto onset = sample_at(*seen.started - answered_at) + onsets[call][turn] / kSlot * kSlot;
      const auto silent = falls_silent(report.heard, onset, kSilenced);
      if (silent) silent_ms.push_back((static_cast<double>(*silent) - static_cast<double>(onset)) / 8);
    }
  }
  BenchResults results("interruptions");
  results.add_milliseconds("interruptions.silent_ms", silent_ms);
  results.add("interruptions.silent_ms.max", percentile(silent_ms, 1.0), "ms", silent_ms.size());
  const auto metrics = (*server)->metrics();
  if (metrics) {
    const auto delay = read_histogram(*metrics, "parley_interruption_delay_seconds");
    const auto count = static_cast<std::size_t>(delay.count());
    results.add("interruptions.server_paused_ms.p50", delay.quantile(0.5) * 1000, "ms", count);
    results.add("interruptions.server_paused_ms.p95", delay.quantile(0.95) * 1000, "ms", count);
  }
  results.add("interruptions.answered", answered);
  results.add("interruptions.failed_calls", static_cast<double>(failed), "calls", reports.size());
  return results;
}

}  // namespace parley::commands
