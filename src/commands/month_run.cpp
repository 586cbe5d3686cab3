// SPDX-License-Identifier: Apache-2.0
#include "month_run.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "parley/learning/refit_pace.hpp"
#include "parley/learning/static_answer.hpp"
#include "parley/learning/teachable.hpp"
#include "parley/meaning/layered_router.hpp"
#include "parley/router/normalise.hpp"
#include "thread_time.hpp"

namespace parley::commands {
namespace {

constexpr const char* kLanguage = "en-US";
MeaningCloseness closeness_of(const SharedEmbedder& shared) {
  if (!shared.embedder || !shared.layer) return {};
  return [shared](std::string_view one, std::string_view other) {
    const auto embed = [&](std::string_view text) {
      std::vector<float> features(shared.embedder->dimensions());
      std::vector<float> unit(shared.layer->outputs());
      if (shared.embedder->features(text, features)) shared.layer->embed(features, unit);
      return unit;
    };
    const auto first = embed(one);
    const auto second = embed(other);
    return static_cast<double>(std::inner_product(first.begin(), first.end(), second.begin(), 0.F));
  };
}

std::string compared(const std::string& text) { return join_words(without_emphasis(normalise(text))); }

}  // namespace

MonthRun::MonthRun(const Month& month, const MonthRunPlan& plan, const SharedEmbedder& shared, std::uint64_t seed)
    : month_(month),
      plan_(plan),
      shared_(shared),
      model_(month.intents, plan.wrong, seed),
      closeness_(closeness_of(shared)),
      book_({}, {}, closeness_),
      random_(seed) {
  for (const auto& start : month.start) {
    const auto alike = month.alike.find(start.intent);
    KnownAnswer pattern{start.intent, model_.reply_of(alike == month.alike.end() ? start.intent : alike->second)};
    for (const auto& text : start.texts) pattern.examples.push_back(compared(text));
    spoken_[start.intent] = start.texts;
    patterns_.push_back(std::move(pattern));
    answered_.insert(start.intent);
  }
}

MonthRun::~MonthRun() = default;

Organization MonthRun::organization() const {
  Organization organization;
  organization.key.value = "month";
  for (const auto& known : patterns_) {
    Pattern pattern;
    pattern.key = known.key;
    pattern.examples = spoken_.at(known.key);
    pattern.reply = known.reply;
    pattern.active = known.active;
    pattern.care = plan_.care;
    organization.patterns.push_back(std::move(pattern));
  }
  return organization;
}

bool MonthRun::lesson_is_due() const {
  UntaughtChanges changes;
  changes.patterns = new_patterns_;
  changes.examples = new_examples_;
  changes.negatives = new_negatives_;
  return refit_due(changes, taught_);
}

Result<void> MonthRun::learn() {
  const auto began = thread_microseconds();
  const auto taught = organization();
  auto rules = create_rule_router(taught);
  if (!rules) return rules.error();
  auto lesson = lesson_of(taught);
  std::vector<std::string> examples;
  for (const auto& pattern : patterns_)
    examples.insert(examples.end(), pattern.examples.begin(), pattern.examples.end());
  lesson.negatives = choose_negatives(negatives_, examples).taught;
  MeaningPlan plan;
  plan.adapt = false;
  plan.hear = false;
  lesson.negative_weight = 1;
  std::vector<AnsweredQuestion> answered;
  for (const auto& [question, one] : answered_questions_) answered.push_back(one);
  add_answered(lesson, answered);
  const auto index = learn_meaning(lesson, shared_, plan);
  if (!index) return index.error();
  router_ = create_layered_router(*rules, *index, taught.prices);
  taught_ = lesson.examples.size();
  new_patterns_ = new_examples_ = new_negatives_ = 0;
  now_.negatives = lesson.negatives.size();
  ++now_.lessons;
  now_.lesson_s += (thread_microseconds() - began) / 1e6;
  return {};
}

std::optional<MonthRun::Suppressed> MonthRun::from_memory(const std::string& text, const std::string& words) {
  const auto decision = router_->explain({text});
  ++now_.embeddings;
  best_pattern_.clear();
  for (const auto& candidate : decision.candidates)
    if (candidate.method == RouteMethod::meaning) {
      best_pattern_ = candidate.pattern;
      break;
    }
  if (!decision.pattern.empty()) {
    const auto known = std::find_if(patterns_.begin(), patterns_.end(),
                                    [&](const KnownAnswer& one) { return one.key == decision.pattern; });
    const bool exact = decision.layer == RouteLayer::rules;
    if (known != patterns_.end() && known->active &&
        (exact || margin_holds(decision, health_[known->key].extra_margin)))
      return Suppressed{known->reply, known->key, exact};
  }
  const auto kept = replies_.find(words);
  if (kept == replies_.end()) return std::nullopt;
  return Suppressed{kept->second, "", true};
}

Sighting MonthRun::sighting_of(const std::string& text, const std::string& words, const std::string& answer) const {
  Sighting sighting;
  sighting.question = words;
  sighting.heard = text;
  sighting.answer = answer;
  sighting.best_pattern = best_pattern_;
  sighting.not_static = not_static_because({answer, text});
  sighting.unteachable = unteachable_question(text, kLanguage);
  if (sighting.unteachable.empty()) sighting.unteachable = unteachable_answer(answer, kLanguage);
  return sighting;
}

void MonthRun::mine(const std::string& words) {
  const auto known = std::find_if(negatives_.begin(), negatives_.end(),
                                  [&](const MinedNegative& one) { return one.question == words; });
  MinedNegative mined{words, 1};
  if (known != negatives_.end()) {
    mined.seen = known->seen + 1;
    negatives_.erase(known);
  } else {
    ++new_negatives_;
  }
  negatives_.insert(negatives_.begin(), std::move(mined));
}

void MonthRun::answer_by_model(const AskedText& asked, const std::string& words) {
  const auto answer = model_.ask(asked.intent);
  const bool right = answer.empty() ? asked.intent.empty() : model_.intent_of(answer) == asked.intent;
  now_.wrong_layer_2.count(!right);
  if (!answer.empty() && right) answered_.insert(asked.intent);
  if (answer.empty()) {
    mine(words);
    return;
  }
  take_second_look(sighting_of(asked.text, words, answer), asked);
}

void MonthRun::take_second_look(Sighting sighting, const AskedText& asked) {
  auto decision = book_.consider(sighting, candidates_, patterns_);
  if (decision.act == LearningAct::ask_second_sample) {
    const auto second = model_.ask(asked.intent);
    ++now_.second_samples;
    sighting.evidence.second_sample_agrees = !second.empty() && compare_answers(sighting.answer, second).compatible;
    decision = book_.consider(sighting, candidates_, patterns_);
  }
  const bool right = model_.intent_of(sighting.answer) == asked.intent;
  if (decision.confidence > 0)
    (decision.confidence >= 0.9 ? log_.confidence.sure : log_.confidence.unsure).count(right);
  apply(decision, sighting);
}

void MonthRun::apply(const LearningDecision& decision, const Sighting& sighting) {
  if (decision.replayable) replies_[sighting.question] = sighting.answer;
  const auto settle = [&] {
    std::erase_if(candidates_, [&](const Candidate& one) {
      return std::find(decision.settled.begin(), decision.settled.end(), one.question) != decision.settled.end();
    });
  };
  switch (decision.act) {
    case LearningAct::refuse:
    case LearningAct::ask_second_sample:
      return;
    case LearningAct::remember: {
      const auto known = std::find_if(candidates_.begin(), candidates_.end(),
                                      [&](const Candidate& one) { return one.question == sighting.question; });
      if (known == candidates_.end()) {
        candidates_.push_back({sighting.question, sighting.heard, sighting.answer, decision.confidence, 1, false});
      } else {
        known->answer = sighting.answer;
        known->confidence = decision.confidence;
      }
      return;
    }
    case LearningAct::make_pattern: {
      KnownAnswer pattern{decision.key, decision.reply};
      for (const auto& example : decision.examples) pattern.examples.push_back(compared(example));
      patterns_.push_back(std::move(pattern));
      spoken_[decision.key] = decision.examples;
      health_[decision.key].learned = true;
      ++new_patterns_;
      settle();
      merge_duplicate(decision.key);
      return;
    }
    case LearningAct::add_examples: {
      const auto known = std::find_if(patterns_.begin(), patterns_.end(),
                                      [&](const KnownAnswer& one) { return one.key == decision.key; });
      for (const auto& example : decision.examples) {
        known->examples.push_back(compared(example));
        spoken_[decision.key].push_back(example);
        ++new_examples_;
      }
      settle();
      merge_duplicate(decision.key);
      return;
    }
  }
}

void MonthRun::merge_duplicate(const std::string& key) {
  const auto merge = near_duplicate(key, patterns_, language_of(candidates_, patterns_), {}, closeness_);
  if (!merge) return;
  const auto find = [&](const std::string& wanted) {
    return std::find_if(patterns_.begin(), patterns_.end(), [&](const KnownAnswer& one) { return one.key == wanted; });
  };
  const auto gone = find(merge->from);
  const auto from = *gone;
  patterns_.erase(gone);
  const auto into = find(merge->into);
  into->examples.insert(into->examples.end(), from.examples.begin(), from.examples.end());
  auto& spoken = spoken_[merge->into];
  auto& moved = spoken_[merge->from];
  spoken.insert(spoken.end(), moved.begin(), moved.end());
  spoken_.erase(merge->from);
  for (auto& [question, one] : answered_questions_)
    if (one.pattern == merge->from) one.pattern = merge->into;
  ++now_.merged;
  ++new_patterns_;
}

void MonthRun::signal(const std::string& key, HealthEvent event) {
  const auto change = after(health_[key], event);
  health_[key] = change.health;
  if (change.verdict != HealthVerdict::switch_off) return;
  const auto known =
      std::find_if(patterns_.begin(), patterns_.end(), [&](const KnownAnswer& one) { return one.key == key; });
  if (known == patterns_.end()) return;
  known->active = false;
  ++now_.switched_off;
  ++new_patterns_;
}

void MonthRun::audit(const Suppressed& given, const AskedText& asked, const std::string& words, double share) {
  ++now_.audits;
  const auto answer = model_.ask(asked.intent);
  const auto language = language_of(candidates_, patterns_);
  auto verdict = audit_verdict(given.answer, answer, std::nullopt, {}, &language);
  if (verdict == AuditVerdict::ask_second_sample) {
    const auto second = model_.ask(asked.intent);
    ++now_.second_samples;
    verdict = audit_verdict(given.answer, answer, second, {}, &language);
  }
  if (verdict == AuditVerdict::undecided) return;
  signal(given.pattern, verdict == AuditVerdict::right ? HealthEvent::audit_right : HealthEvent::audit_wrong);
  if (verdict == AuditVerdict::right) {
    if (!given.exact) taught_by(given.pattern, words, audited_weight(share));
    return;
  }
  answered_questions_.erase(words);
  if (answer.empty()) return mine(words);
  auto sighting = sighting_of(asked.text, words, answer);
  sighting.evidence.second_sample_agrees = true;  // a verdict of wrong rests on two
  take_second_look(std::move(sighting), asked);
}

void MonthRun::taught_by(const std::string& pattern, const std::string& words, double weight) {
  const auto [kept, fresh] = answered_questions_.try_emplace(words, AnsweredQuestion{words, pattern, weight});
  if (!fresh && kept->second.weight >= weight) return;
  kept->second = {words, pattern, weight};
  ++new_examples_;
}

void MonthRun::observe(const Suppressed& given, const AskedText& asked, const std::string& words) {
  if (given.pattern.empty()) return;
  const auto& key = given.pattern;
  std::uniform_real_distribution<double> chance(0, 1);
  const double share = audit_share(health_[key]);
  const bool audited = chance(random_) < share;
  signal(key, HealthEvent::used);
  if (audited) audit(given, asked, words, share);
  const bool right = model_.intent_of(given.answer) == asked.intent;
  bool content = true;
  for (const auto& habit : kCallerHabits) {
    if (chance(random_) >= (right ? habit.after_right : habit.after_wrong)) continue;
    signal(key, habit.event);
    content = false;
  }
  if (content && !audited && !given.exact) taught_by(key, words, 0);
}

void MonthRun::end_window() {
  now_.patterns = static_cast<std::size_t>(
      std::count_if(patterns_.begin(), patterns_.end(), [](const KnownAnswer& one) { return one.active; }));
  for (const auto& [key, examples] : spoken_) now_.examples += examples.size();
  now_.examples += answered_questions_.size();
  log_.windows.push_back(now_);
  const auto negatives = now_.negatives;
  now_ = {};
  now_.negatives = negatives;
}

Result<MonthLog> MonthRun::run() {
  if (auto learned = learn(); !learned) return learned.error();
  for (const auto& asked : month_.asked) {
    const auto words = compared(asked.text);
    meant_[words] = asked.intent;
    const auto calls = model_.calls();
    const bool answered_before = answered_.contains(asked.intent);
    const auto given = from_memory(asked.text, words);
    now_.suppressed.count(given.has_value());
    if (answered_before) now_.suppressed_answered.count(given.has_value());
    if (given) {
      const bool right = model_.intent_of(given->answer) == asked.intent;
      now_.wrong.count(!right);
      if (!right) {
        ++(asked.kind == AskedKind::near  ? now_.wrong_near
           : asked.kind == AskedKind::far ? now_.wrong_far
                                          : now_.wrong_known);
      }
      ++(given->exact ? now_.exact : now_.meaning);
      observe(*given, asked, words);
    } else {
      answer_by_model(asked, words);
    }
    now_.model_calls += model_.calls() - calls;
    if (lesson_is_due())
      if (auto learned = learn(); !learned) return learned.error();
    if (++now_.asked == plan_.window) end_window();
  }
  if (now_.asked > 0) end_window();
  for (const auto& pattern : patterns_) log_.keys.insert(pattern.key);
  for (const auto& pattern : patterns_)
    for (const auto& example : pattern.examples)
      if (const auto meant = meant_.find(example); meant != meant_.end())
        log_.labels.count(model_.intent_of(pattern.reply) == meant->second);
  for (const auto& entry : answered_questions_) {
    const auto known = std::find_if(patterns_.begin(), patterns_.end(),
                                    [&](const KnownAnswer& pattern) { return pattern.key == entry.second.pattern; });
    if (known != patterns_.end()) log_.labels.count(model_.intent_of(known->reply) == meant_.at(entry.first));
  }
  return log_;
}

}  // namespace parley::commands
