// SPDX-License-Identifier: Apache-2.0
// From answers of layer 2 to patterns: an answer in, what to make of it out. Whoever calls keeps the candidates and the
// patterns (answer_candidates, patterns) and gives them as values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parley/learning/answer_confidence.hpp"
#include "parley/learning/same_answer.hpp"

namespace parley {

// One question that layer 2 answered.
struct Sighting {
  std::string question;  // normalised
  std::string heard;     // as it was said
  std::string answer;
  AnswerEvidence evidence;   // without router_agrees and earlier_sighting_agrees: the book sees those
  std::string best_pattern;  // layer 1b's best candidate, whether it was sure or not; empty: none
  std::string not_static;    // why the answer is not static (static_answer.hpp); empty: it is
  std::string unteachable;   // why question or answer teach nothing (teachable.hpp); empty: they may
  bool approved = false;     // by an operator
};

// A row of answer_candidates.
struct Candidate {
  std::string question;  // normalised
  std::string heard;
  std::string answer;
  double confidence = 0;
  std::uint32_t sightings = 1;
  bool approved = false;

  friend bool operator==(const Candidate&, const Candidate&) = default;
};

// What a pattern of the organization answers.
struct KnownAnswer {
  std::string key;
  std::string reply;
  bool fixed = true;   // its reply is what is said; false: a template or a tool, whose words are not known here
  bool active = true;  // inactive ones keep their key and their answer is not learned again
  std::vector<std::string> examples = {};  // normalised

  friend bool operator==(const KnownAnswer&, const KnownAnswer&) = default;
};

struct LearningRules {
  double min_confidence = 0.90;       // RouterFlags::min_confidence_to_learn
  std::uint32_t sightings = 2;        // before an answer becomes a pattern
  std::uint32_t most_examples = 400;  // of a pattern; more teach nothing new and cost at every lesson
  std::uint32_t most_learned = 2000;  // patterns

  friend bool operator==(const LearningRules&, const LearningRules&) = default;
};

enum class LearningAct {
  refuse,             // nothing is learned; reason says why
  ask_second_sample,  // once more without hints, then consider() again with evidence.second_sample_agrees
  remember,           // keep it as a candidate
  make_pattern,       // key, examples, reply
  add_examples,       // to the pattern `key`, which says the same already
};
std::string_view to_string(LearningAct act);

struct LearningDecision {
  LearningAct act = LearningAct::refuse;
  double confidence = 0;
  bool replayable = false;                 // the exact reply cache may repeat the answer to the same words at once
  std::string reason;                      // in words, for provenance
  std::string key = {};                    // of the pattern to be made or to be added to
  std::vector<std::string> examples = {};  // as they were said
  std::string reply = {};
  std::vector<std::string> settled = {};  // questions of candidates that became examples by this

  friend bool operator==(const LearningDecision&, const LearningDecision&) = default;
};

// Of all answers that are known.
AnswerLanguage language_of(std::span<const Candidate> candidates, std::span<const KnownAnswer> patterns);

class CandidateBook {
 public:
  explicit CandidateBook(LearningRules rules, MeaningCloseness answers = {}, MeaningCloseness questions = {});

  LearningDecision consider(const Sighting& sighting, std::span<const Candidate> candidates,
                            std::span<const KnownAnswer> patterns) const;

 private:
  // The pattern that says the same, the router's best before others; null: none does.
  const KnownAnswer* same_said(const Sighting& sighting, std::span<const KnownAnswer> patterns,
                               const AnswerLanguage& language) const;
  LearningDecision unsure(const AnswerEvidence& evidence, double confidence) const;
  void take_in(const std::vector<const Candidate*>& agreeing, const Sighting& sighting,
               LearningDecision& decision) const;

  LearningRules rules_;
  MeaningCloseness answers_;
  MeaningCloseness questions_;
};

// Two patterns that say the same to the same questions, as answers in very different words can make them: `from` is
// to be switched off and its examples go to `into`, which has more. They would keep each other from being sure.
struct PatternMerge {
  std::string from;
  std::string into;

  friend bool operator==(const PatternMerge&, const PatternMerge&) = default;
};
std::optional<PatternMerge> near_duplicate(std::string_view key, std::span<const KnownAnswer> patterns,
                                           const AnswerLanguage& language, const MeaningCloseness& answers = {},
                                           const MeaningCloseness& questions = {});

// "how do i change my pin", "i want to change my pin" → "change_pin"; never one of `taken`, by a number behind it.
std::string inferred_key(const std::vector<std::string>& questions, std::span<const KnownAnswer> taken);

}  // namespace parley
