// SPDX-License-Identifier: Apache-2.0
#include "layer_two_answer.hpp"

#include <algorithm>
#include <utility>

#include "parley/learning/answer_confidence.hpp"
#include "parley/learning/static_answer.hpp"
#include "parley/learning/teachable.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostHints = 3;
constexpr std::size_t kMostSaid = 6;
constexpr double kSureEnoughToRepeat = 0.5;

}  // namespace

ModelQuestion question_of(const Utterance& utterance, const Answered& before, std::vector<SpokenExchange> said) {
  ModelQuestion question;
  question.organization = utterance.organization;
  question.text = utterance.query.text;
  if (said.size() > kMostSaid) said.erase(said.begin(), said.end() - static_cast<std::ptrdiff_t>(kMostSaid));
  question.said = std::move(said);
  for (const auto& candidate : before.decision.candidates) {
    const bool known =
        std::find(question.hints.begin(), question.hints.end(), candidate.pattern) != question.hints.end();
    if (!known && question.hints.size() < kMostHints) question.hints.push_back(candidate.pattern);
  }
  return question;
}

std::string whole_sentences(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  const auto within = text.substr(0, bytes);
  const auto ends = within.find_last_of(".!?");
  if (ends != std::string_view::npos) return std::string(within.substr(0, ends + 1));
  return std::string(within.substr(0, within.find_last_of(' ')));
}

Answered layer_two_answer(Answered before, const ModelAnswer& answer, std::string words) {
  Answered answered;
  answered.text = std::move(words);
  answered.decision = std::move(before.decision);
  auto& decision = answered.decision;
  decision.layer = RouteLayer::model;
  decision.method = answer.origin == AnswerOrigin::knowledge ? RouteMethod::knowledge : RouteMethod::model;
  decision.cost_usd += answer.usage.cost_usd;
  if (answer.origin == AnswerOrigin::knowledge) {
    decision.confidence = answer.self_rating;
  } else {
    AnswerEvidence evidence;
    evidence.self_rating = answer.self_rating;
    evidence.retrieval = answer.retrieval;
    decision.confidence = answer_confidence(evidence);
  }
  decision.evidence = answer.source;
  answered.model = answer;
  answered.model->text = answered.text;
  return answered;
}

Answered without_answer(Answered before, const ModelAnswer& answer) {
  if (before.late) {
    before.decision = *std::move(before.late);
    before.decision.evidence = "the router was late";
  }
  before.late.reset();
  before.decision.cost_usd += answer.usage.cost_usd;
  before.model = answer;
  before.model->origin = AnswerOrigin::nobody;
  before.model->text.clear();
  return before;
}

bool replayable(const ModelAnswer& answer, const Organization& organization) {
  if (!answer.says_static || answer.self_rating < kSureEnoughToRepeat) return false;
  AnswerOfCall said;
  said.text = answer.text;
  return not_static_because(said).empty() && unteachable_answer(answer.text, organization.language).empty();
}

}  // namespace parley
