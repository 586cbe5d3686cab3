// SPDX-License-Identifier: Apache-2.0
// parley bench gap: from the last voiced sample of a question to the first of its reply, on the caller's clock, for
// questions that the records say were answered by layer 1a.
#include <ostream>

#include "bench_command.hpp"
#include "question_round.hpp"

namespace parley::commands {
namespace {

constexpr std::size_t kTurnsPerCall = 5;
constexpr std::size_t kMostRounds = 3;
constexpr std::size_t kCallsAtATime = 2;

struct GapFigures {
  std::vector<double> gap_ms;
  std::vector<double> server_share_ms;
  std::vector<double> greeting_ms;
  Share layer_1a;
  Share cut_off;
  std::size_t failed = 0;
};

void count(const InterviewOutcome& outcome, GapFigures& figures) {
  if (outcome.report.end == peer::CallOutcome::failed) ++figures.failed;
  if (outcome.report.greeting_audio) {
    figures.greeting_ms.push_back(static_cast<double>(outcome.report.greeting_audio->count()) / 1000);
  }
  for (const auto& turn : outcome.turns) {
    const bool exact = turn.known && turn.told.layer == "1a";
    figures.layer_1a.count(exact);
    if (!exact) continue;
    figures.cut_off.count(turn.seen.cut_off());
    if (turn.seen.gap() && !turn.seen.cut_off()) {
      figures.gap_ms.push_back(static_cast<double>(turn.seen.gap()->count()) / 1000);
    }
    if (turn.told.first_audio_ms) figures.server_share_ms.push_back(*turn.told.first_audio_ms);
  }
}

}  // namespace

Result<BenchResults> bench_gap(const GapBench& bench, const Surroundings& surroundings) {
  auto questions = demo_questions();
  if (!questions) return questions.error();
  auto server = OwnServer::start(surroundings.program, {});
  if (!server) return server.error();
  CallerVoice voice(surroundings.create_voice());
  peer::CallPace pace;
  pace.concurrency = kCallsAtATime;

  GapFigures figures;
  std::size_t next_question = 0;
  std::size_t next_voice = 0;
  for (std::size_t round = 0; round < kMostRounds && figures.gap_ms.size() < bench.turns; ++round) {
    const auto missing = bench.turns - figures.gap_ms.size();
    std::vector<Interview> interviews;
    for (std::size_t asked = 0; asked < missing; asked += kTurnsPerCall, next_question += kTurnsPerCall) {
      interviews.push_back({interview_voices()[next_voice++ % interview_voices().size()],
                            take_questions(*questions, next_question, kTurnsPerCall)});
    }
    surroundings.err << "asking " << interviews.size() * kTurnsPerCall << " questions in " << interviews.size()
                     << " calls\n";
    const auto outcomes = hold_interviews(interviews, **server, voice, pace, {bench.transport, {}});
    if (!outcomes) return outcomes.error();
    for (const auto& outcome : *outcomes) {
      if (!outcome.problem.empty()) surroundings.err << outcome.problem << '\n';
      count(outcome, figures);
    }
  }

  BenchResults results("gap");
  results.add_milliseconds("gap.ms", figures.gap_ms);
  results.add_milliseconds("gap.server_share_ms", figures.server_share_ms);
  results.add_milliseconds("gap.greeting_audio_ms", figures.greeting_ms);
  results.add("gap.greeting_audio_ms.max", percentile(figures.greeting_ms, 1.0), "ms", figures.greeting_ms.size());
  results.add("gap.cut_off", figures.cut_off);
  results.add("gap.layer_1a", figures.layer_1a);
  results.add("gap.failed_calls", static_cast<double>(figures.failed), "calls", figures.greeting_ms.size());
  return results;
}

}  // namespace parley::commands
