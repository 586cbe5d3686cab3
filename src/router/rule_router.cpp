// SPDX-License-Identifier: Apache-2.0
// Layers 0 and 1a: validation, exact phrases, typos of them, keyword rules.
#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "exact_phrases.hpp"
#include "keyword_rules.hpp"
#include "parley/router/intent_router.hpp"
#include "parley/router/normalise.hpp"
#include "typo_phrases.hpp"
#include "validation.hpp"

namespace parley {
namespace {

constexpr std::size_t kMaxCandidates = 5;

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

// How surely each normalised word was heard: as surely as the surest heard word that is or becomes it. Empty when
// nothing is known.
std::vector<double> certainties_of(const std::vector<std::string>& words, const std::vector<HeardTerm>& heard) {
  std::vector<double> out;
  if (heard.empty()) return out;
  std::unordered_map<std::string, double> known;
  for (const auto& term : heard) {
    auto keep = [&](const std::string& word) {
      auto& best = known.try_emplace(word, 0).first->second;
      best = std::max(best, term.confidence);
    };
    for (const auto& word : normalise(term.word)) keep(word);
    keep(term.word);
  }
  for (const auto& word : words) {
    const auto place = known.find(word);
    out.push_back(place == known.end() ? 1.0 : place->second);
  }
  return out;
}

class RuleRouter final : public IntentRouter {
 public:
  RuleRouter(const Organization& organization, RouterLimits limits, std::vector<std::string>& faults)
      : limits_(limits),
        validation_(organization.blocklist, limits, faults),
        phrases_(organization.patterns, faults),
        rules_(organization.patterns, faults),
        typos_(typo_phrases(organization.patterns, rules_), typo_vocabulary(organization.patterns),
               limits.typo_shortlist),
        llm_call_usd_(organization.prices.llm_call_usd) {
    for (const auto& pattern : organization.patterns) {
      if (std::find(keys_.begin(), keys_.end(), pattern.key) != keys_.end())
        faults.push_back("pattern " + quoted(pattern.key) + " is there twice");
      keys_.push_back(pattern.key);
    }
  }

  RouteDecision route(const RouteQuery& query) const override {
    auto words = normalise(query.text);
    const auto refusal = validation_.check(query, words);
    if (refusal != Refusal::none && refusal != Refusal::repeated) return refused(refusal);
    RouteDecision decision;
    words = without_emphasis(std::move(words));
    const auto core = core_of(words);
    const auto certainties = certainties_of(words, query.words);
    const auto exact = phrases_.find(words, core);
    if (refusal == Refusal::repeated && !exact) return refused(refusal);
    std::optional<std::uint32_t> first = exact;
    if (exact) {
      decision.candidates.push_back({keys_[*exact], RouteMethod::exact, 1.0});
    } else if (const auto typo = meant(words, core, certainties)) {
      decision.candidates.push_back({keys_[typo->pattern], RouteMethod::typo, typo->ratio});
      first = typo->pattern;
    }
    const auto hits = rules_.match(words, core, certainties, limits_.min_word_confidence);
    for (const auto& hit : hits) {
      if (decision.candidates.size() == kMaxCandidates) break;
      if (first != hit.pattern)
        decision.candidates.push_back({keys_[hit.pattern], RouteMethod::keyword, confidence_of(hit, hits)});
    }
    if (decision.candidates.empty()) {
      // What would have been the answer rests on words that were hardly heard: better asked again.
      if (!certainties.empty() && !rules_.match(words, core).empty()) return refused(Refusal::unclear);
      return decision;
    }
    const auto& winner = decision.candidates.front();
    decision.layer = RouteLayer::rules;
    decision.method = winner.method;
    decision.pattern = winner.pattern;
    decision.confidence = winner.confidence;
    decision.saved_usd = llm_call_usd_;
    return decision;
  }

 private:
  static RouteDecision refused(Refusal why) {
    RouteDecision decision;
    decision.layer = RouteLayer::validation;
    decision.method = RouteMethod::validation;
    decision.confidence = 1;
    decision.refusal = why;
    return decision;
  }

  // Words that were hardly heard are not mended: they would become what the caller never said.
  std::optional<TypoHit> meant(const std::vector<std::string>& words, Core core,
                               const std::vector<double>& certainties) const {
    const auto doubtful = [&](double certainty) { return certainty < limits_.min_word_confidence; };
    if (std::any_of(certainties.begin(), certainties.end(), doubtful)) return std::nullopt;
    return typos_.find({words.begin() + core.first, words.begin() + core.last});
  }

  // 0.7 for a rule that explains nothing but its own trigger, 1 when every content word of the question is explained;
  // less by up to a third when another pattern's rule explains as much.
  static double confidence_of(const RuleHit& hit, const std::vector<RuleHit>& hits) {
    double rival = 0;
    for (const auto& other : hits)
      if (other.pattern != hit.pattern)
        rival = std::max(rival, static_cast<double>(other.all_words) / std::max(hit.all_words, 1U));
    return (0.7 + 0.3 * hit.explained) * (1 - std::min(rival, 1.0) / 3);
  }

  RouterLimits limits_;
  Validation validation_;
  ExactPhrases phrases_;
  KeywordRules rules_;
  TypoMatcher typos_;
  double llm_call_usd_;
  std::vector<std::string> keys_;  // by index of Organization::patterns
};

}  // namespace

Result<std::shared_ptr<const IntentRouter>> create_rule_router(const Organization& organization, RouterLimits limits) {
  std::vector<std::string> faults;
  auto router = std::make_shared<const RuleRouter>(organization, limits, faults);
  if (faults.empty()) return std::shared_ptr<const IntentRouter>(std::move(router));
  std::string message = "rules of organization " + quoted(organization.key.value) + ":";
  for (const auto& fault : faults) message += "\n  " + fault;
  return Error{Fault::invalid_input, std::move(message)};
}

}  // namespace parley
