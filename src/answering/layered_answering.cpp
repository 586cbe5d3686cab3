// SPDX-License-Identifier: Apache-2.0
#include "parley/answering/layered_answering.hpp"

#include <utility>

#include "answer_meters.hpp"
#include "guarded_route.hpp"
#include "layer_two_answer.hpp"
#include "parley/cache/cache_key.hpp"
#include "parley/router/normalise.hpp"
#include "parley/router/rollout.hpp"
#include "reply_memory.hpp"

namespace parley {
namespace {

std::string memory_key(const Organization& organization, std::string_view version, std::string_view text) {
  const std::string words = join_words(normalise(text));
  CacheQuestion question;
  question.organization = organization.key.value;
  question.language = organization.language;
  question.configuration = version;
  question.content = words;
  return cache_key(question);
}

std::string memory_key(const Utterance& utterance) {
  return memory_key(*utterance.organization, utterance.version, utterance.query.text);
}

class LayeredAnswering final : public Answering {
 public:
  LayeredAnswering(AnsweringParts parts, AnsweringLimits limits)
      : parts_(std::move(parts)), limits_(limits), meters_(parts_.meters) {}

  Answered route(const Utterance& utterance) override {
    if (!routed(utterance)) return switched_off(utterance);
    const auto key = memory_key(utterance);
    if (auto remembered = near(utterance, key)) return *std::move(remembered);
    auto guarded = route_guarded(utterance.router, utterance.query, parts_.clock, limits_.route);
    meters_.routed(guarded.fault);
    if (guarded.fault != RouteFault::none) tell_fault(utterance, guarded.fault);
    if (auto worth = worth_remembering(guarded.decision, utterance.query)) keep(utterance, key, *worth);
    Answered answered;
    answered.decision = std::move(guarded.decision);
    answered.late = std::move(guarded.late);
    return answered;
  }

  Task<Answered> ask(Utterance utterance, Answered before, std::vector<SpokenExchange> said) override {
    const bool remembers = parts_.cache && before.decision.method != RouteMethod::router_off;
    const auto key = remembers ? memory_key(utterance) : std::string{};
    if (remembers) {
      auto kept = co_await parts_.cache->get(CacheUse::reply, utterance.organization->key, key);
      if (auto known = understood(kept, utterance)) co_return *std::move(known);
    }
    if (wants_vector(utterance, before)) {
      auto routing = by_vector(utterance, std::move(before));
      before = co_await std::move(routing);
      if (answers(before)) {
        if (auto worth = worth_remembering(before.decision, utterance.query); worth && remembers)
          keep(utterance, key, *worth);
        co_return before;
      }
    }
    if (!parts_.layer_two) co_return without_answer(std::move(before), {});
    const Instant asked = parts_.clock.now();
    auto question = question_of(utterance, before, std::move(said));
    question.deadline = asked + limits_.layer_two;
    auto reply = parts_.layer_two->ask(std::move(question));
    std::string words;
    std::optional<Duration> first_words;
    for (;;) {
      auto piece = co_await reply->next();
      if (!piece) {
        tell_failed(utterance, piece.error());
        words.clear();
        break;
      }
      if (!*piece) break;
      if (!first_words) first_words = parts_.clock.now() - asked;
      words += **piece;
      if (words.size() > limits_.longest_answer) break;
    }
    const ModelAnswer& answer = reply->answer();
    meters_.asked(answer, parts_.clock.now() - asked);
    if (words.empty()) co_return without_answer(std::move(before), answer);
    auto answered = layer_two_answer(std::move(before), answer, whole_sentences(words, limits_.longest_answer));
    answered.first_words = first_words;
    if (remembers && replayable(*answered.model, *utterance.organization)) {
      RememberedReply worth;
      worth.text = answered.text;
      worth.confidence = answered.decision.confidence;
      worth.certainty = certainty_of(utterance.query);
      keep(utterance, key, worth);
    }
    co_return answered;
  }

  void tell(AnsweredTurn turn) override {
    if (parts_.observer) parts_.observer->answered(std::move(turn));
  }
  void call_over(CallId call) override {
    if (parts_.observer) parts_.observer->call_over(call);
  }

 private:
  // Layers 0 and 1a left it to layer 1b, which goes by vectors that are fetched.
  bool wants_vector(const Utterance& utterance, const Answered& before) const {
    return parts_.vectors && before.decision.layer == RouteLayer::fallback &&
           before.decision.method == RouteMethod::fallback && before.decision.refusal == Refusal::none &&
           utterance.router.embedder() == parts_.vectors->id() && routed(utterance);
  }

  // Routed once more with the question's own vector. Without one in time everything stays as it was. The caller waits
  // and owns the utterance.
  Task<Answered> by_vector(const Utterance& utterance, Answered before) {
    auto text = join_words(normalise(utterance.query.text));
    if (text.empty()) co_return before;
    const Instant deadline = parts_.clock.now() + limits_.vector;
    auto fetched = co_await parts_.vectors->of(utterance.organization->key, std::move(text), deadline);
    if (!fetched) {
      meters_.no_vector();
      parts_.log.warning("router.no_vector", fetched.error().message + "; layer 2 is asked",
                         {{"organization", utterance.organization->key.value}});
      co_return before;
    }
    RouteQuery query = utterance.query;
    query.features = QueryFeatures{parts_.vectors->id(), std::move(fetched->values)};
    auto guarded = route_guarded(utterance.router, query, parts_.clock, limits_.route);
    if (guarded.fault == RouteFault::none) {
      before.decision = std::move(guarded.decision);
    } else {
      meters_.routed(guarded.fault);
      tell_fault(utterance, guarded.fault);
      before.late = std::move(guarded.late);
    }
    before.decision.cost_usd += fetched->cost_usd;
    before.decision.embedding_usd = fetched->cost_usd;
    co_return before;
  }

  bool routed(const Utterance& utterance) const {
    const auto& flags = utterance.organization->router;
    if (parts_.router_switch && !parts_.router_switch->enabled()) return false;
    return flags.enabled && in_rollout(flags.rollout, utterance.organization->key, utterance.caller);
  }

  // Layer 0 stays: what is no question is asked of nobody.
  Answered switched_off(const Utterance& utterance) {
    RouteQuery query = utterance.query;
    query.partial = true;
    auto guarded = route_guarded(utterance.router, query, parts_.clock, limits_.route);
    Answered answered;
    if (guarded.decision.refusal != Refusal::none) {
      answered.decision = std::move(guarded.decision);
      return answered;
    }
    answered.decision.method = RouteMethod::router_off;
    return answered;
  }

  std::optional<Answered> near(const Utterance& utterance, const std::string& key) {
    if (!parts_.cache) return std::nullopt;
    return understood(parts_.cache->near(CacheUse::reply, utterance.organization->key, key), utterance);
  }

  std::optional<Answered> understood(const std::optional<std::string>& kept, const Utterance& utterance) {
    if (!kept) return std::nullopt;
    const auto reply = parse_remembered(*kept);
    if (!reply) return std::nullopt;
    auto answered = answer_from(*reply, utterance);
    if (answered) meters_.remembered();
    return answered;
  }

  void keep(const Utterance& utterance, const std::string& key, const RememberedReply& reply) {
    if (parts_.cache) parts_.cache->put(CacheUse::reply, utterance.organization->key, key, to_text(reply));
  }

  void tell_fault(const Utterance& utterance, RouteFault fault) {
    parts_.log.error("router.fault",
                     fault == RouteFault::late ? "the router was later than its deadline; layer 2 is asked"
                                               : "the router failed; layer 2 is asked",
                     {{"organization", utterance.organization->key.value}});
  }

  void tell_failed(const Utterance& utterance, const Error& error) {
    meters_.failed();
    parts_.log.warning("layer_two.failed", error.message, {{"organization", utterance.organization->key.value}});
  }

  AnsweringParts parts_;
  AnsweringLimits limits_;
  AnswerMeters meters_;
};

}  // namespace

void forget_reply(TwoTierCache& cache, const AnsweredTurn& turn) {
  const auto key = memory_key(*turn.organization, turn.version, turn.text);
  cache.put(CacheUse::reply, turn.organization->key, key, "{}");  // is no reply
}

std::unique_ptr<Answering> create_layered_answering(AnsweringParts parts, AnsweringLimits limits) {
  return std::make_unique<LayeredAnswering>(std::move(parts), limits);
}

}  // namespace parley
