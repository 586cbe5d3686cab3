// SPDX-License-Identifier: Apache-2.0
#include "student.hpp"

#include <algorithm>
#include <utility>

#include "parley/answering/layered_answering.hpp"
#include "parley/router/normalise.hpp"
#include "turn_lesson.hpp"

namespace parley {
namespace {

constexpr std::size_t kCandidates = 500;
constexpr std::size_t kMostNegativesWaiting = 500;
constexpr std::size_t kMostAnsweredWaiting = 500;
constexpr auto kLearned = "parley_learning_total";
constexpr auto kLearnedHelp = "What was learned from layer 2";

std::size_t examples_of(const Organization& organization) {
  std::size_t count = 0;
  for (const auto& pattern : organization.patterns) count += pattern.examples.size();
  return count;
}

}  // namespace

Student::Student(const Learner::Parts& parts, SecondOpinion& second)
    : parts_(parts),
      second_(second),
      edits_(parts.organizations),
      made_(parts.meters.counter(kLearned, kLearnedHelp, {{"what", "patterns"}})),
      examples_(parts.meters.counter(kLearned, kLearnedHelp, {{"what", "examples"}})),
      confirmed_(parts.meters.counter(kLearned, kLearnedHelp, {{"what", "answered"}})),
      refused_(parts.meters.counter(kLearned, kLearnedHelp, {{"what", "refused"}})),
      mined_(parts.meters.counter(kLearned, kLearnedHelp, {{"what", "negatives"}})) {}

Student::Untaught& Student::of(const OrganizationSnapshot& organization) {
  auto& untaught = untaught_[organization->key];
  untaught.organization = organization;
  std::erase_if(untaught.made, [&](const KnownAnswer& made) {
    return std::any_of(organization->patterns.begin(), organization->patterns.end(),
                       [&](const Pattern& pattern) { return pattern.key == made.key; });
  });
  return untaught;
}

std::vector<KnownAnswer> Student::known(Untaught& untaught) const {
  auto known = known_answers(*untaught.organization);
  known.insert(known.end(), untaught.made.begin(), untaught.made.end());
  for (auto& answer : known) {
    const auto waiting = untaught.examples.find(answer.key);
    if (waiting == untaught.examples.end()) continue;
    answer.examples.insert(answer.examples.end(), waiting->second.begin(), waiting->second.end());
  }
  return known;
}

LearningDecision Student::consider(Untaught& untaught, const Sighting& sighting,
                                   const std::vector<Candidate>& candidates) const {
  LearningRules rules;
  rules.min_confidence = untaught.organization->router.min_confidence_to_learn;
  const CandidateBook book(rules, parts_.closeness, parts_.closeness);
  return book.consider(sighting, candidates, known(untaught));
}

Task<void> Student::learn(const AnsweredTurn& turn) {
  if (!turn.organization->router.learn || turn.organization->draft) co_return;
  auto& untaught = of(turn.organization);
  if (auto negative = negative_of(turn)) {
    if (untaught.negatives.size() < kMostNegativesWaiting) untaught.negatives.insert(*std::move(negative));
    if (!untaught.oldest) untaught.oldest = parts_.clock.now();
    co_return;
  }
  auto sighting = sighting_of(turn);
  if (!sighting) co_return;
  auto candidates = co_await parts_.store.candidates(turn.organization->key, kCandidates);
  if (!candidates) {
    parts_.log.warning("learning.failed", candidates.error().message);
    co_return;
  }
  auto decision = consider(untaught, *sighting, *candidates);
  if (decision.act == LearningAct::ask_second_sample) {
    auto opinion = co_await second_.on(turn, true);
    sighting->evidence.second_sample_agrees =
        opinion && !opinion->text.empty() && same_answer(opinion->text, sighting->answer, parts_.closeness);
    decision = consider(untaught, *sighting, *candidates);
  }
  if (decision.act == LearningAct::make_pattern) spare_duplicate(untaught, *candidates, decision);
  co_await carry_out(turn, *sighting, std::move(decision));
}

Task<void> Student::answered(const AnsweredTurn& turn, double weight) {
  auto question = answered_question(turn, weight);
  if (!question) co_return;
  auto& untaught = of(turn.organization);
  if (!untaught.read) {
    auto kept = co_await parts_.store.answered(turn.organization->key);
    if (!kept) co_return parts_.log.warning("learning.failed", kept.error().message);
    for (auto& one : *kept) untaught.kept.emplace(std::move(one.question), one.weight);
    untaught.read = true;
  }
  const auto kept = untaught.kept.find(question->question);
  if (kept != untaught.kept.end() && kept->second >= weight) co_return;
  if (untaught.answered.size() >= kMostAnsweredWaiting) co_return;
  auto& waiting = untaught.answered[question->question];
  question->weight = std::max(question->weight, waiting.weight);
  waiting = *std::move(question);
  untaught.wrong.erase(waiting.question);
  if (!untaught.oldest) untaught.oldest = parts_.clock.now();
}

void Student::wrong(const AnsweredTurn& turn) {
  auto& untaught = of(turn.organization);
  auto question = join_words(normalise(turn.text));
  untaught.answered.erase(question);
  if (untaught.read && !untaught.kept.contains(question)) return;
  if (untaught.wrong.size() >= kMostAnsweredWaiting) return;
  untaught.wrong.insert(std::move(question));
  if (!untaught.oldest) untaught.oldest = parts_.clock.now();
}

// What would be a second pattern for the same question becomes examples of the first.
void Student::spare_duplicate(Untaught& untaught, const std::vector<Candidate>& candidates,
                              LearningDecision& decision) const {
  auto patterns = known(untaught);
  KnownAnswer fresh;
  fresh.key = decision.key;
  fresh.reply = decision.reply;
  for (const auto& example : decision.examples) fresh.examples.push_back(join_words(normalise(example)));
  patterns.push_back(std::move(fresh));
  const auto language = language_of(candidates, patterns);
  const auto merge = near_duplicate(decision.key, patterns, language, parts_.closeness, parts_.closeness);
  if (!merge || merge->from != decision.key) return;
  decision.act = LearningAct::add_examples;
  decision.reason += "; pattern " + merge->into + " is asked alike and says the same in other words";
  decision.key = merge->into;
}

Task<void> Student::carry_out(const AnsweredTurn& turn, const Sighting& sighting, LearningDecision decision) {
  if (!decision.replayable && parts_.cache) forget_reply(*parts_.cache, turn);
  auto& untaught = of(turn.organization);
  switch (decision.act) {
    case LearningAct::ask_second_sample:
    case LearningAct::refuse:
      refused_.add();
      // What must not be learned is not kept either: it may hold what belongs to one caller.
      if (sighting.unteachable.empty() && sighting.not_static.empty() && !decision.replayable) {
        co_await note(turn, sighting, decision, CandidateState::refused);
      }
      break;
    case LearningAct::remember:
      co_await note(turn, sighting, decision, CandidateState::seen);
      break;
    case LearningAct::make_pattern:
      co_await make(turn, sighting, decision);
      break;
    case LearningAct::add_examples:
      for (const auto& example : decision.examples) untaught.examples[decision.key].push_back(example);
      examples_.add(decision.examples.size());
      if (!untaught.oldest) untaught.oldest = parts_.clock.now();
      co_await note(turn, sighting, decision, CandidateState::learned);
      co_await settle(turn.organization->key, decision);
  }
}

Task<void> Student::make(const AnsweredTurn& turn, const Sighting& sighting, const LearningDecision& decision) {
  Pattern pattern;
  pattern.key = decision.key;
  pattern.examples = decision.examples;
  pattern.reply = decision.reply;
  auto made = co_await edits_.make(turn.organization->key, pattern);
  if (!made) co_return tell(made);
  LearnedFrom from;
  from.confidence = decision.confidence;
  from.reason = decision.reason;
  from.source = turn.model ? turn.model->source : "approved";
  from.calls = {turn.call};
  auto begun = co_await parts_.store.begin_health(turn.organization->key, decision.key, std::move(from));
  tell(begun);
  co_await note(turn, sighting, decision, CandidateState::learned);
  co_await settle(turn.organization->key, decision);
  KnownAnswer known;
  known.key = decision.key;
  known.reply = decision.reply;
  known.examples = decision.examples;
  of(turn.organization).made.push_back(std::move(known));
  made_.add();
  parts_.log.info("pattern.learned", decision.reason,
                  {{"organization", turn.organization->key.value}, {"pattern", decision.key}});
  if (parts_.definitions_changed) parts_.definitions_changed();
}

Task<void> Student::note(const AnsweredTurn& turn, const Sighting& sighting, const LearningDecision& decision,
                         CandidateState state) {
  CandidateNote note;
  note.candidate.question = sighting.question;
  note.candidate.heard = sighting.heard;
  note.candidate.answer = sighting.answer;
  note.candidate.confidence = decision.confidence;
  note.state = state;
  note.reason = decision.reason;
  note.pattern_key = decision.key;
  note.call = turn.call;
  note.source = turn.model ? turn.model->source : "";
  auto noted = co_await parts_.store.note(turn.organization->key, std::move(note));
  tell(noted);
}

Task<void> Student::settle(const OrganizationKey& key, const LearningDecision& decision) {
  auto settled = co_await parts_.store.settle(key, decision.settled, decision.key);
  tell(settled);
}

Task<void> Student::touch(const OrganizationKey& key) {
  auto touched = co_await parts_.store.touch(key);
  tell(touched);
}

Task<void> Student::write_down() {
  for (auto& [key, untaught] : untaught_) {
    co_await take_approved(key, untaught);
    co_await write_down(key, untaught);
  }
}

Task<void> Student::take_approved(const OrganizationKey& key, Untaught& untaught) {
  auto candidates = co_await parts_.store.candidates(key, kCandidates);
  if (!candidates) co_return;
  for (const auto& candidate : *candidates) {
    if (!candidate.approved) continue;
    Sighting sighting;
    sighting.question = candidate.question;
    sighting.heard = candidate.heard;
    sighting.answer = candidate.answer;
    sighting.approved = true;
    auto decision = consider(untaught, sighting, {});
    AnsweredTurn turn;
    turn.organization = untaught.organization;
    turn.text = candidate.heard;
    co_await carry_out(turn, sighting, std::move(decision));
  }
}

Task<void> Student::write_down(const OrganizationKey& key, Untaught& untaught) {
  UntaughtChanges changes;
  for (const auto& [pattern, examples] : untaught.examples) changes.examples += examples.size();
  changes.examples += untaught.answered.size() + untaught.wrong.size();
  changes.negatives = untaught.negatives.size();
  if (untaught.oldest) {
    changes.oldest = std::chrono::duration_cast<std::chrono::seconds>(parts_.clock.now() - *untaught.oldest);
  }
  if (!refit_due(changes, examples_of(*untaught.organization))) co_return;
  auto examples = std::exchange(untaught.examples, {});
  auto negatives = std::exchange(untaught.negatives, {});
  untaught.oldest.reset();
  auto added = co_await edits_.add_examples(key, std::move(examples));
  if (!added) parts_.log.warning("learning.failed", added.error().message, {{"organization", key.value}});
  if (!negatives.empty()) {
    mined_.add(negatives.size());
    std::vector<std::string> questions(negatives.begin(), negatives.end());
    auto mined = co_await parts_.store.mine(key, std::move(questions));
    tell(mined);
  }
  const bool beside = !negatives.empty() || !untaught.answered.empty() || !untaught.wrong.empty();
  co_await write_answered(key, untaught);
  if (beside && (!added || *added == 0)) co_await touch(key);
  if (parts_.definitions_changed) parts_.definitions_changed();
}

Task<void> Student::write_answered(const OrganizationKey& key, Untaught& untaught) {
  std::vector<AnsweredQuestion> answered;
  for (auto& [question, one] : std::exchange(untaught.answered, {})) answered.push_back(std::move(one));
  const auto wrong = std::exchange(untaught.wrong, {});
  if (!answered.empty()) {
    if (untaught.kept.size() + answered.size() > kMostAnsweredQuestions) untaught.read = false;
    for (const auto& one : answered) untaught.kept[one.question] = one.weight;
    confirmed_.add(answered.size());
    auto kept = co_await parts_.store.keep_answered(key, std::move(answered));
    tell(kept);
    if (!kept) untaught.read = false;
  }
  if (!wrong.empty()) {
    for (const auto& question : wrong) untaught.kept.erase(question);
    std::vector<std::string> questions(wrong.begin(), wrong.end());
    auto dropped = co_await parts_.store.drop_answered(key, std::move(questions));
    tell(dropped);
  }
  if (!untaught.read) untaught.kept.clear();  // the oldest gave way, or nothing was written: it is read again
}

void Student::tell(const Result<void>& written) const {
  if (!written) parts_.log.warning("learning.failed", written.error().message);
}

}  // namespace parley
