// SPDX-License-Identifier: Apache-2.0
#include "question_round.hpp"

#include <utility>

#include "parley/config/load_organizations.hpp"

namespace parley::commands {

const std::vector<std::string>& interview_voices() {
  static const std::vector<std::string> kVoices{"slt", "awb", "rms", "kal16"};
  return kVoices;
}

Result<std::vector<Question>> demo_questions() {
  const auto loaded = load_organizations("config/organizations");
  for (const auto& organization : loaded.organizations) {
    if (organization.key.value != "demo") continue;
    auto questions = questions_of(organization);
    if (questions.size() >= 10) return questions;
    return Error{Fault::invalid_input, "the demo organization has too few examples to ask"};
  }
  const std::string why = loaded.faults.empty() ? std::string{} : ": " + to_string(loaded.faults.front());
  return Error{Fault::not_found, "no right demo organization in config/organizations (run from the repository)" + why};
}

namespace {

peer::CallPlan plan_for(const OwnServer& server, const InterviewDoor& door, std::size_t number) {
  peer::CallPlan plan;
  plan.target.transport = door.transport;
  plan.target.user = "demo";
  plan.target.host = "127.0.0.1";
  plan.target.port = plan.target.web_socket() ? server.http_port() : server.sip_port();
  if (plan.target.web_socket()) {
    const bool twilio = door.transport == peer::CallerTransport::twilio;
    plan.target.path = twilio ? "/v1/twilio/media" : "/v1/browser";
    plan.key = server.key();
    static std::size_t calls = 0;  // so that each has a name of its own for this process
    plan.from = "caller-" + std::to_string(++calls);
  }
  plan.seed = static_cast<std::uint32_t>(number + 1);
  plan.through = door.through;
  if (plan.through) plan.through->seed = plan.seed;
  return plan;
}

}  // namespace

Result<std::vector<InterviewOutcome>> hold_interviews(const std::vector<Interview>& interviews, const OwnServer& server,
                                                      CallerVoice& voice, peer::CallPace pace,
                                                      const InterviewDoor& door) {
  std::vector<peer::CallPlan> plans;
  for (const auto& interview : interviews) {
    auto plan = plan_for(server, door, plans.size());
    for (const auto& question : interview.questions) {
      auto samples = voice.say(interview.voice, question.text);
      if (!samples) return samples.error();
      plan.inputs.push_back(peer::PlannedInput::say(question.text, *samples));
    }
    plans.push_back(std::move(plan));
  }
  auto reports = peer::place_calls(plans, pace);
  std::vector<InterviewOutcome> outcomes;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    InterviewOutcome outcome;
    outcome.report = std::move(reports[i]);
    auto& report = outcome.report;
    outcome.problem = report.problem;
    if (report.call_id.empty() && report.answered) {
      if (auto found = server.call_id_of(plans[i].from)) report.call_id = std::move(*found);
    }
    const auto story = server.story(report.call_id);
    if (!story && outcome.problem.empty()) outcome.problem = story.error().message;
    for (std::size_t turn = 0; turn < report.turns.size(); ++turn) {
      AskedTurn asked{interviews[i].questions[turn], report.turns[turn], {}, false};
      const auto* told =
          story ? story_of(*story, report.turns[turn], report.answered.value_or(peer::CallTime{})) : nullptr;
      if (told) {
        asked.told = *told;
        asked.known = true;
      }
      outcome.turns.push_back(std::move(asked));
    }
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

}  // namespace parley::commands
