// SPDX-License-Identifier: Apache-2.0
// parley bench load: the same interviews alone and many at a time; what is lost, what is later, what it costs.
#include <algorithm>
#include <ostream>

#include "bench_command.hpp"
#include "metrics_text.hpp"
#include "question_round.hpp"

namespace parley::commands {
namespace {

constexpr std::size_t kScripts = 4;         // one a voice; calls repeat them
constexpr std::size_t kSecondsPerTurn = 7;  // question, reply and the pauses between
constexpr std::size_t kFewestTurns = 4;
constexpr double kCallsPerSecond = 10;
constexpr auto kLateness = "parley_rtp_send_lateness_seconds";

struct LoadFigures {
  std::size_t lost = 0;
  Share answered;
  Share replied;  // any reply at all
  std::vector<double> gap_ms;
  std::vector<double> greeting_ms;
  std::vector<double> own_lateness_ms;
};

LoadFigures count(const std::vector<InterviewOutcome>& outcomes, std::size_t turns) {
  LoadFigures figures;
  for (const auto& outcome : outcomes) {
    // Nothing in these interviews ends a call from the server's side.
    if (outcome.report.end != peer::CallOutcome::local) ++figures.lost;
    if (outcome.report.greeting_audio) {
      figures.greeting_ms.push_back(static_cast<double>(outcome.report.greeting_audio->count()) / 1000);
    }
    figures.own_lateness_ms.push_back(outcome.report.rtp.send_lateness_p99_ms);
    for (std::size_t i = 0; i < turns; ++i) {
      const bool there = i < outcome.turns.size();
      figures.answered.count(there && outcome.turns[i].answered());
      figures.replied.count(there && outcome.turns[i].seen.gap());
      if (!there || !outcome.turns[i].seen.gap() || outcome.turns[i].seen.cut_off()) continue;
      figures.gap_ms.push_back(static_cast<double>(outcome.turns[i].seen.gap()->count()) / 1000);
    }
  }
  return figures;
}

struct Usage {
  double cpu_seconds = 0;
  HistogramText lateness;
};

}  // namespace

Result<BenchResults> bench_load(const LoadBench& bench, const Surroundings& surroundings) {
  auto questions = demo_questions();
  if (!questions) return questions.error();
  auto server = OwnServer::start(surroundings.program, {});
  if (!server) return server.error();
  CallerVoice voice(surroundings.create_voice());

  const auto turns = std::max(kFewestTurns, bench.seconds / kSecondsPerTurn);
  std::vector<Interview> scripts;
  for (std::size_t i = 0; i < kScripts; ++i) {
    scripts.push_back(
        {interview_voices()[i % interview_voices().size()], take_questions(*questions, i * turns, turns)});
  }
  surroundings.err << "alone: " << scripts.size() << " calls one after the other, " << turns << " questions each\n";
  const auto alone = hold_interviews(scripts, **server, voice, {});
  if (!alone) return alone.error();

  std::vector<Interview> interviews;
  for (std::size_t i = 0; i < bench.calls; ++i) interviews.push_back(scripts[i % scripts.size()]);
  surroundings.err << "together: " << interviews.size() << " calls at a time\n";
  const auto look = [&]() -> Usage {
    const auto metrics = (*server)->metrics();
    return {(*server)->cpu_seconds(), read_histogram(metrics ? *metrics : std::string{}, kLateness)};
  };
  const auto before = look();
  peer::CallPace pace;
  pace.concurrency = interviews.size();
  pace.rate = kCallsPerSecond;
  const auto together = hold_interviews(interviews, **server, voice, pace);
  if (!together) return together.error();
  const auto after = look();
  for (const auto& outcome : *together) {
    if (!outcome.problem.empty()) surroundings.err << outcome.problem << '\n';
  }

  const auto single = count(*alone, turns);
  const auto load = count(*together, turns);
  double longest = 0;
  for (const auto& outcome : *together) {
    longest = std::max(longest, static_cast<double>(outcome.report.ended.value_or(peer::CallTime{}).count()) / 1e6);
  }
  const auto lateness = after.lateness.since(before.lateness);
  BenchResults results("load");
  results.add("load.calls", static_cast<double>(bench.calls), "calls", bench.calls);
  results.add("load.lost", static_cast<double>(load.lost), "calls", bench.calls);
  results.add("load.seconds", longest, "s", bench.calls);
  results.add("load.answers", load.answered);
  results.add("load.answers_single", single.answered);
  const double share = single.answered.hits == 0 ? 0 : load.answered.value() / single.answered.value();
  results.add("load.answers_share_of_single", share, "share", load.answered.cases);
  results.add("load.replies", load.replied);
  results.add_milliseconds("load.gap_ms", load.gap_ms);
  results.add_milliseconds("load.gap_single_ms", single.gap_ms);
  results.add_milliseconds("load.greeting_audio_ms", load.greeting_ms);
  results.add("load.send_lateness_ms.p99", lateness.quantile(0.99) * 1000, "ms",
              static_cast<std::size_t>(lateness.count()));
  results.add("load.caller_lateness_ms.p99", percentile(load.own_lateness_ms, 1.0), "ms", load.own_lateness_ms.size());
  results.add("load.server_cores", longest > 0 ? (after.cpu_seconds - before.cpu_seconds) / longest : 0, "cores",
              bench.calls);
  return results;
}

}  // namespace parley::commands
