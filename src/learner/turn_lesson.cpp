// SPDX-License-Identifier: Apache-2.0
#include "turn_lesson.hpp"

#include <algorithm>
#include <utility>

#include "parley/learning/static_answer.hpp"
#include "parley/learning/teachable.hpp"
#include "parley/router/normalise.hpp"

namespace parley {
namespace {

const Pattern* pattern_of(const AnsweredTurn& turn) {
  for (const auto& pattern : turn.organization->patterns)
    if (pattern.key == turn.decision.pattern) return &pattern;
  return nullptr;
}

}  // namespace

std::optional<Sighting> sighting_of(const AnsweredTurn& turn) {
  if (!turn.model || turn.model->origin == AnswerOrigin::nobody || turn.decision.layer != RouteLayer::model) {
    return std::nullopt;
  }
  Sighting sighting;
  sighting.question = join_words(normalise(turn.text));
  sighting.heard = turn.text;
  sighting.answer = turn.model->text;
  if (turn.model->self_rating > 0) sighting.evidence.self_rating = turn.model->self_rating;
  sighting.evidence.retrieval = turn.model->retrieval;
  sighting.evidence.quoted = turn.model->origin == AnswerOrigin::knowledge;
  for (const auto& candidate : turn.decision.candidates) {
    if (candidate.method != RouteMethod::meaning) continue;
    sighting.best_pattern = candidate.pattern;
    break;
  }
  AnswerOfCall answer;
  answer.text = sighting.answer;
  answer.question = turn.text;
  if (!turn.caller.empty()) answer.private_words.push_back(turn.caller);
  sighting.not_static = not_static_because(answer);
  if (sighting.not_static.empty() && !turn.model->says_static) sighting.not_static = "the model says so";
  sighting.unteachable = unteachable_question(turn.text, turn.organization->language);
  if (sighting.unteachable.empty()) {
    sighting.unteachable = unteachable_answer(sighting.answer, turn.organization->language);
  }
  return sighting;
}

std::optional<std::string> negative_of(const AnsweredTurn& turn) {
  if (!turn.model || turn.model->origin != AnswerOrigin::nobody) return std::nullopt;
  if (!turn.decision.pattern.empty() || turn.decision.refusal != Refusal::none) return std::nullopt;
  if (!unteachable_question(turn.text, turn.organization->language).empty()) return std::nullopt;
  return join_words(normalise(turn.text));
}

std::optional<std::string> remembered_pattern(const AnsweredTurn& turn) {
  const bool from_memory = turn.decision.layer == RouteLayer::rules || turn.decision.layer == RouteLayer::meaning;
  if (!from_memory || turn.decision.pattern.empty()) return std::nullopt;
  return turn.decision.pattern;
}

AnsweredTurn asked_instead(const AnsweredTurn& turn, ModelAnswer answer) {
  auto instead = turn;
  instead.decision.layer = RouteLayer::model;
  instead.decision.method = RouteMethod::model;
  instead.decision.pattern.clear();
  instead.reply = answer.text;
  instead.model = std::move(answer);
  return instead;
}

std::optional<AnsweredQuestion> answered_question(const AnsweredTurn& turn, double weight) {
  if (turn.decision.layer != RouteLayer::meaning || !can_be_audited(turn)) return std::nullopt;
  if (!turn.organization->router.learn || turn.organization->draft) return std::nullopt;
  if (!unteachable_question(turn.text, turn.organization->language).empty()) return std::nullopt;
  return AnsweredQuestion{join_words(normalise(turn.text)), turn.decision.pattern, weight};
}

bool can_be_audited(const AnsweredTurn& turn) {
  const auto* pattern = pattern_of(turn);
  return pattern && pattern->kind == ReplyKind::fixed && pattern->after == AfterReply::listen &&
         turn.decision.method != RouteMethod::keyword;
}

std::vector<KnownAnswer> known_answers(const Organization& organization) {
  std::vector<KnownAnswer> known;
  for (const auto& pattern : organization.patterns) {
    KnownAnswer answer;
    answer.key = pattern.key;
    answer.reply = pattern.reply;
    answer.fixed = pattern.kind == ReplyKind::fixed;
    answer.active = pattern.active;
    for (const auto& example : pattern.examples) answer.examples.push_back(join_words(normalise(example)));
    known.push_back(std::move(answer));
  }
  return known;
}

}  // namespace parley
