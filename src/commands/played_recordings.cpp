// SPDX-License-Identifier: Apache-2.0
#include "played_recordings.hpp"

#include <algorithm>

#include "parley/peer/place_calls.hpp"

namespace parley::commands {

std::vector<PlayedRecording> play_recordings(const std::vector<Recording>& recordings, const OwnServer& server,
                                             const std::string& organization, std::size_t calls_at_a_time) {
  std::vector<peer::CallPlan> plans;
  for (const auto& recording : recordings) {
    peer::CallPlan plan;
    plan.target.user = organization;
    plan.target.host = "127.0.0.1";
    plan.target.port = server.sip_port();
    plan.inputs.push_back(peer::PlannedInput::say(recording.name, recording.samples));
    plans.push_back(std::move(plan));
  }
  peer::CallPace pace;
  pace.concurrency = calls_at_a_time;
  std::vector<PlayedRecording> all;
  for (const auto& report : peer::place_calls(plans, pace)) {
    auto& played = all.emplace_back();
    const auto story = server.story(report.call_id);
    played.failed = report.end == peer::CallOutcome::failed || !story;
    if (!story) continue;
    played.heard = story->transcript();
    for (const auto& turn : story->turns) {
      if (turn.spoken && !turn.pattern.empty()) played.patterns.push_back(turn.pattern);
    }
  }
  return all;
}

Verdict judge(const PlayedRecording& played, const std::string& pattern) {
  if (played.patterns.empty()) return Verdict::asked_again;
  const auto same = [&](const std::string& one) { return one == pattern; };
  return std::all_of(played.patterns.begin(), played.patterns.end(), same) ? Verdict::right : Verdict::wrong;
}

}  // namespace parley::commands
