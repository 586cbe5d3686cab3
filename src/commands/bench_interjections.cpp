// SPDX-License-Identifier: Apache-2.0
// parley bench interjections: coughs, laughs and "uh-huh" while the agent speaks. It should go on where it was.
#include <algorithm>
#include <ostream>

#include "bench_command.hpp"
#include "caller_voice.hpp"
#include "own_server.hpp"
#include "parley/peer/place_calls.hpp"
#include "sound_match.hpp"

namespace parley::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kIntoTheGreeting{1500};

peer::CallPlan plan_to(const OwnServer& server) {
  peer::CallPlan plan;
  plan.target.user = "demo";
  plan.target.host = "127.0.0.1";
  plan.target.port = server.sip_port();
  plan.keep_audio = true;
  plan.agent_silence = std::chrono::milliseconds{1500};  // longer than the agent waits for words
  return plan;
}

}  // namespace

Result<BenchResults> bench_interjections(const InterjectionBench& bench, const Surroundings& surroundings) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(bench.data)) {
    if (entry.path().extension() == ".wav") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) return Error{Fault::invalid_input, "no .wav in " + bench.data.string()};
  auto server = OwnServer::start(surroundings.program, {});
  if (!server) return server.error();

  std::vector<peer::CallPlan> plans;
  auto undisturbed = plan_to(**server);
  undisturbed.inputs.push_back(peer::PlannedInput::wait(kIntoTheGreeting));
  plans.push_back(std::move(undisturbed));
  for (const auto& file : files) {
    auto sound = load_sound(file.string());
    if (!sound) return sound.error();
    auto plan = plan_to(**server);
    plan.barge_in = kIntoTheGreeting;
    plan.inputs.push_back(peer::PlannedInput::say(file.stem().string(), std::move(*sound)));
    plans.push_back(std::move(plan));
  }
  surroundings.err << "playing " << files.size() << " sounds into the greeting\n";
  const auto reports = peer::place_calls(plans, {});

  const auto greeting = voiced_part(reports.front().heard);
  if (greeting.empty()) return Error{Fault::unavailable, "the greeting was not heard: " + reports.front().problem};
  Share resumed;
  Share paused;
  std::size_t lost = 0;
  double correlation = 1;
  std::vector<double> pause_ms;
  for (std::size_t i = 1; i < reports.size(); ++i) {
    auto match = match_resumed(greeting, reports[i].heard);
    // A greeting that was broken off and said again is no resumption: the record must not know of a turn.
    const auto story = (*server)->story(reports[i].call_id);
    match.complete = match.complete && story && story->turns.empty();
    const bool held_up = match.pauses > 0;
    resumed.count(match.complete);
    paused.count(held_up);
    if (match.complete) {
      lost += match.lost_samples;
      correlation = std::min(correlation, match.correlation);
      if (held_up) pause_ms.push_back(static_cast<double>(match.pause_samples) / 8);
    }
    surroundings.err << files[i - 1].stem().string() << ": "
                     << (!match.complete ? "broken off"
                         : held_up       ? "resumed after " + std::to_string(match.pause_samples / 8) + " ms, " +
                                         std::to_string(match.lost_samples) + " samples lost"
                                   : std::string("not held up"))
                     << '\n';
  }
  BenchResults results("interjections");
  results.add("interjections.resumed", resumed);
  results.add("interjections.paused", paused);
  results.add("interjections.lost_samples", static_cast<double>(lost), "samples", resumed.hits);
  results.add("interjections.correlation.min", correlation, "share", resumed.hits);
  results.add_milliseconds("interjections.pause_ms", pause_ms);
  return results;
}

}  // namespace parley::commands
