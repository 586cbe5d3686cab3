// SPDX-License-Identifier: Apache-2.0
// parley bench loss: the same questions over a sound network and over one that loses and delays RTP both ways; right
// answers by the records. And whether calls stay up where a fifth is lost.
#include <cstdint>
#include <ostream>

#include "bench_command.hpp"
#include "question_round.hpp"

namespace parley::commands {
namespace {

constexpr std::size_t kTurnsPerCall = 5;
constexpr std::size_t kCallsAtATime = 2;
constexpr double kHeavyLoss = 0.2;

struct LossFigures {
  Share right;
  Share up;                // calls that the caller ended
  std::uint64_t lost = 0;  // of the agent's packets, as the caller counted: whether the network did what it should
  std::uint64_t expected = 0;

  double lost_share() const { return expected == 0 ? 0 : static_cast<double>(lost) / static_cast<double>(expected); }
};

Result<LossFigures> ask(const std::vector<Interview>& interviews, const OwnServer& server, CallerVoice& voice,
                        const std::optional<peer::Impairment>& through, const Surroundings& surroundings) {
  peer::CallPace pace;
  pace.concurrency = kCallsAtATime;
  const auto outcomes = hold_interviews(interviews, server, voice, pace, {peer::CallerTransport::sip, through});
  if (!outcomes) return outcomes.error();
  LossFigures figures;
  for (const auto& outcome : *outcomes) {
    if (!outcome.problem.empty()) surroundings.err << outcome.problem << '\n';
    figures.up.count(outcome.report.end == peer::CallOutcome::local);
    figures.lost += outcome.report.rtp.lost;
    figures.expected += outcome.report.rtp.lost + outcome.report.rtp.received;
    for (const auto& turn : outcome.turns) {
      figures.right.count(turn.answered());
      if (turn.answered()) continue;
      surroundings.err << "not right: '" << turn.question.text << "' heard as '" << turn.told.heard << "', "
                       << (turn.known ? turn.told.layer + " " + turn.told.pattern : "no turn") << '\n';
    }
  }
  return figures;
}

}  // namespace

Result<BenchResults> bench_loss(const LossBench& bench, const Surroundings& surroundings) {
  auto questions = demo_questions();
  if (!questions) return questions.error();
  auto server = OwnServer::start(surroundings.program, {});
  if (!server) return server.error();
  CallerVoice voice(surroundings.create_voice());
  std::vector<Interview> interviews;
  for (std::size_t asked = 0; asked < bench.turns; asked += kTurnsPerCall) {
    interviews.push_back({interview_voices()[interviews.size() % interview_voices().size()],
                          take_questions(*questions, asked, kTurnsPerCall)});
  }
  const peer::Impairment impaired{bench.loss_percent / 100, bench.jitter, 1};
  const peer::Impairment heavy{kHeavyLoss, bench.jitter, 1};
  surroundings.err << "asking " << interviews.size() * kTurnsPerCall << " questions three times\n";
  const auto clean = ask(interviews, **server, voice, peer::Impairment{}, surroundings);
  if (!clean) return clean.error();
  const auto lossy = ask(interviews, **server, voice, impaired, surroundings);
  if (!lossy) return lossy.error();
  const auto heavily = ask(interviews, **server, voice, heavy, surroundings);
  if (!heavily) return heavily.error();

  BenchResults results("loss");
  results.add("loss.right.clean", clean->right);
  results.add("loss.right.impaired", lossy->right);
  results.add("loss.right.heavy", heavily->right);
  results.add("loss.seen.clean", clean->lost_share(), "share", clean->expected);
  results.add("loss.seen.impaired", lossy->lost_share(), "share", lossy->expected);
  results.add("loss.seen.heavy", heavily->lost_share(), "share", heavily->expected);
  results.add("loss.calls_up.impaired", lossy->up);
  results.add("loss.calls_up.heavy", heavily->up);
  return results;
}

}  // namespace parley::commands
