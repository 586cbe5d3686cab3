// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/candidate_book.hpp"

#include <algorithm>
#include <utility>

#include "near_questions.hpp"

namespace parley {
namespace {

// Answers to questions that nothing else brings together must be the more alike: what agents say shares its phrases.
// Of pairs of the month's answers to two intents whose numbers allow it, one of 1,000 reaches 0.64 and one of 10,000
// 0.74 with the language of 169 answers, 0.80 with that of ten.
constexpr double kAlike = 0.78;
constexpr double kAlikeWhenGuessed = 0.6;  // the router brings them together

bool holds(const std::vector<std::string>& examples, const std::string& question) {
  return std::find(examples.begin(), examples.end(), question) != examples.end();
}

LearningDecision refused(std::string reason, double confidence = 0) {
  return {LearningAct::refuse, confidence, false, std::move(reason), {}, {}, {}, {}};
}

std::string percent(double share) { return std::to_string(static_cast<int>(share * 100)) + " %"; }

}  // namespace

std::string_view to_string(LearningAct act) {
  switch (act) {
    case LearningAct::refuse:
      return "refuse";
    case LearningAct::ask_second_sample:
      return "ask_second_sample";
    case LearningAct::remember:
      return "remember";
    case LearningAct::make_pattern:
      return "make_pattern";
    case LearningAct::add_examples:
      return "add_examples";
  }
  return "refuse";
}

AnswerLanguage language_of(std::span<const Candidate> candidates, std::span<const KnownAnswer> patterns) {
  AnswerLanguage language;
  for (const auto& pattern : patterns)
    if (pattern.fixed) language.add(pattern.reply);
  for (const auto& candidate : candidates) language.add(candidate.answer);
  return language;
}

CandidateBook::CandidateBook(LearningRules rules, MeaningCloseness answers, MeaningCloseness questions)
    : rules_(rules), answers_(std::move(answers)), questions_(std::move(questions)) {}

const KnownAnswer* CandidateBook::same_said(const Sighting& sighting, std::span<const KnownAnswer> patterns,
                                            const AnswerLanguage& language) const {
  const KnownAnswer* found = nullptr;
  double nearest = -1;
  for (const auto& pattern : patterns) {
    if (!pattern.fixed) continue;
    const auto match = compare_answers(pattern.reply, sighting.answer, answers_, &language);
    const bool guessed = pattern.key == sighting.best_pattern;
    if (!match.coverable || match.similarity < (guessed ? kAlikeWhenGuessed : kAlike)) continue;
    // The router's own guess wins over any that says the same in words that are nearer.
    const double rank = match.similarity + (pattern.key == sighting.best_pattern ? 2 : 0) + (match.same ? 1 : 0);
    if (rank > nearest) {
      nearest = rank;
      found = &pattern;
    }
  }
  return found;
}

LearningDecision CandidateBook::consider(const Sighting& sighting, std::span<const Candidate> candidates,
                                         std::span<const KnownAnswer> patterns) const {
  if (!sighting.unteachable.empty()) return refused(sighting.unteachable);
  if (!sighting.not_static.empty()) return refused("not static: " + sighting.not_static);
  const auto language = language_of(candidates, patterns);
  const auto* known = same_said(sighting, patterns, language);
  for (const auto& pattern : patterns)
    if (pattern.active && &pattern != known && holds(pattern.examples, sighting.question))
      return refused("contradicts pattern " + pattern.key);
  if (known != nullptr && !known->active) return refused("pattern " + known->key + " with this answer is switched off");

  auto evidence = sighting.evidence;
  if (known != nullptr && !sighting.best_pattern.empty()) evidence.router_agrees = sighting.best_pattern == known->key;
  std::vector<const Candidate*> agreeing;
  for (const auto& candidate : candidates) {
    const bool same_question = candidate.question == sighting.question;
    const auto match = compare_answers(candidate.answer, sighting.answer, answers_, &language);
    const bool same = match.compatible &&
                      (match.similarity >= kAlike || near_questions(candidate.question, sighting.question, questions_));
    if (same) agreeing.push_back(&candidate);
    if (same_question && !same) {
      evidence.earlier_sighting_agrees = false;
    } else if (same && !evidence.earlier_sighting_agrees &&
               near_questions(candidate.question, sighting.question, questions_)) {
      evidence.earlier_sighting_agrees = true;
    }
  }
  const double confidence = sighting.approved ? 1 : answer_confidence(evidence);
  if (confidence <= rules_.min_confidence) return unsure(evidence, confidence);

  LearningDecision decision;
  decision.confidence = confidence;
  decision.replayable = true;
  if (known != nullptr) {
    decision.key = known->key;
    decision.reason = "pattern " + known->key + " says the same";
    if (holds(known->examples, sighting.question)) return decision;
    if (known->examples.size() >= rules_.most_examples) {
      decision.reason += " and has examples enough";
      return decision;
    }
    decision.act = LearningAct::add_examples;
    decision.examples = {sighting.heard};
    take_in(agreeing, sighting, decision);
    return decision;
  }
  std::uint32_t seen = 1;
  bool approved = sighting.approved;
  for (const auto* candidate : agreeing) {
    if (candidate->confidence <= rules_.min_confidence && !candidate->approved) continue;
    seen += candidate->sightings;
    approved = approved || candidate->approved;
  }
  const auto learned = static_cast<std::uint32_t>(
      std::count_if(patterns.begin(), patterns.end(), [](const KnownAnswer& one) { return one.active; }));
  if (learned >= rules_.most_learned) {
    decision.act = LearningAct::remember;
    decision.reason = "there are patterns enough";
    return decision;
  }
  if (seen < rules_.sightings && !approved) {
    decision.act = LearningAct::remember;
    decision.reason = "seen " + std::to_string(seen) + " of " + std::to_string(rules_.sightings) + " times";
    return decision;
  }
  decision.act = LearningAct::make_pattern;
  decision.reason = approved ? "approved" : "seen " + std::to_string(seen) + " times";
  decision.examples = {sighting.heard};
  decision.reply = sighting.answer;
  take_in(agreeing, sighting, decision);
  decision.key = inferred_key(decision.examples, patterns);
  return decision;
}

LearningDecision CandidateBook::unsure(const AnswerEvidence& evidence, double confidence) const {
  LearningDecision decision;
  decision.confidence = confidence;
  auto agreed = evidence;
  agreed.second_sample_agrees = true;
  if (!evidence.second_sample_agrees && answer_confidence(agreed) > rules_.min_confidence) {
    decision.act = LearningAct::ask_second_sample;
    decision.reason = "confidence " + percent(confidence) + " is too little by itself";
    return decision;
  }
  if (evidence.second_sample_agrees == false)
    return refused("unsure: asked again, layer 2 says something else", confidence);
  decision.act = LearningAct::remember;
  decision.reason = "confidence " + percent(confidence);
  return decision;
}

void CandidateBook::take_in(const std::vector<const Candidate*>& agreeing, const Sighting& sighting,
                            LearningDecision& decision) const {
  for (const auto* candidate : agreeing) {
    if (candidate->confidence <= rules_.min_confidence && !candidate->approved) continue;
    decision.settled.push_back(candidate->question);
    if (candidate->question != sighting.question) decision.examples.push_back(candidate->heard);
  }
}

}  // namespace parley
