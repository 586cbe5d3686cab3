// SPDX-License-Identifier: Apache-2.0
#include "parley/meaning/layered_router.hpp"

#include <algorithm>
#include <utility>

#include "parley/router/normalise.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostCandidates = 5;

std::string shown(double value) {
  auto text = std::to_string(value);
  return text.substr(0, text.find('.') + 4);
}

std::string evidence_text(const MeaningEvidence& evidence) {
  return std::to_string(evidence.measured) + " own examples" +
         (evidence.borrowed > 0 ? " and " + std::to_string(evidence.borrowed) + " of the domain templates" : "") +
         ", embedder " + evidence.embedder + (evidence.adapted ? ", adapted" : "");
}

// Why the winner may not answer; empty: it may.
std::string hindrance(const MeaningJudgement& judgement) {
  if (!judgement.gate.open()) return "there is too little evidence for a threshold";
  if (!judgement.in_scope) return "its score is below " + shown(judgement.gate.scope);
  if (!judgement.clear) return "the margin of " + shown(judgement.margin) + " is below " + shown(judgement.gate.margin);
  if (!judgement.agrees) return "neither the nearest meaning nor the nearest wording is of this pattern";
  return judgement.guard;
}

class LayeredRouter final : public IntentRouter {
 public:
  LayeredRouter(std::shared_ptr<const IntentRouter> rules, std::shared_ptr<const MeaningIndex> meaning,
                const Prices& prices, MeaningMode mode, MeaningCaution caution)
      : rules_(std::move(rules)),
        meaning_(std::move(meaning)),
        prices_(prices),
        mode_(mode),
        caution_(std::move(caution)) {}

  RouteDecision route(const RouteQuery& query) const override {
    auto decision = rules_->route(query);
    if (query.partial || decision.layer != RouteLayer::fallback) return decision;
    return judge(query, std::move(decision));
  }

  RouteDecision explain(const RouteQuery& query) const override { return judge(query, rules_->explain(query)); }
  std::string_view embedder() const override { return meaning_->evidence().embedder; }

 private:
  MeaningJudgement cautious(MeaningJudgement judgement) const {
    if (judgement.candidates.empty() || !judgement.gate.open()) return judgement;
    const auto& best = judgement.candidates.front();
    const auto own = caution_.patterns.find(meaning_->patterns()[best.pattern].key);
    judgement.gate.scope += caution_.scope;
    judgement.gate.margin += caution_.margin + (own == caution_.patterns.end() ? 0 : own->second);
    judgement.in_scope = judgement.in_scope && best.score >= judgement.gate.scope;
    judgement.clear = judgement.clear && judgement.margin >= judgement.gate.margin;
    return judgement;
  }

  RouteDecision judge(const RouteQuery& query, RouteDecision decision) const {
    const auto words = normalise(query.text);
    const auto judgement = cautious(query.features ? meaning_->judge_with(*query.features, words, query.confidence)
                                                   : meaning_->judge(words, query.confidence));
    decision.normalised = join_words(words);
    decision.evidence = evidence_text(meaning_->evidence());
    if (judgement.candidates.empty()) return decision;
    decision.gates = {
        {"scope", judgement.candidates.front().score, judgement.gate.scope, judgement.in_scope},
        {"margin", judgement.margin, judgement.gate.margin, judgement.clear},
        {"agreement", judgement.agrees ? 1.0 : 0.0, 1, judgement.agrees, "nearest: " + judgement.nearest_example},
        {"guard", judgement.guard.empty() ? 1.0 : 0.0, 1, judgement.guard.empty(), judgement.guard}};
    const auto& winner = meaning_->patterns()[judgement.candidates.front().pattern].key;
    const auto hindered = hindrance(judgement);
    const bool decided = decision.layer != RouteLayer::fallback;
    for (const auto& candidate : judgement.candidates) {
      if (decision.candidates.size() == kMostCandidates) break;
      const auto& key = meaning_->patterns()[candidate.pattern].key;
      auto lost = key == winner ? hindered : "the best score is that of " + winner;
      if (decided && lost.empty()) lost = "a layer before it answered";
      decision.candidates.push_back(
          {key, RouteMethod::meaning, std::clamp(candidate.score, 0.0, 1.0), std::move(lost)});
    }
    if (decided || !hindered.empty()) return decision;
    if (mode_ == MeaningMode::shadow) {
      decision.shadow = winner;
      decision.candidates.front().lost = "layer 1b only watches";
      return decision;
    }
    decision.layer = RouteLayer::meaning;
    decision.method = RouteMethod::meaning;
    decision.pattern = winner;
    decision.confidence = judgement.precision;
    decision.cost_usd = 0;
    decision.saved_usd = prices_.llm_call_usd;
    return decision;
  }

  std::shared_ptr<const IntentRouter> rules_;
  std::shared_ptr<const MeaningIndex> meaning_;
  Prices prices_;
  MeaningMode mode_;
  MeaningCaution caution_;
};

}  // namespace

std::shared_ptr<const IntentRouter> create_layered_router(std::shared_ptr<const IntentRouter> rules,
                                                          std::shared_ptr<const MeaningIndex> meaning,
                                                          const Prices& prices, MeaningMode mode,
                                                          MeaningCaution caution) {
  return std::make_shared<const LayeredRouter>(std::move(rules), std::move(meaning), prices, mode, std::move(caution));
}

}  // namespace parley
