// SPDX-License-Identifier: Apache-2.0
// What a LiveCall answers: the router, the conversation's own questions, layer 2.
#include <utility>

#include "live_call.hpp"
#include "parley/async/unless.hpp"
#include "parley/router/intent_router.hpp"

namespace parley {
namespace {

constexpr std::size_t kExchangesKept = 6;

}  // namespace

Utterance LiveCall::utterance(RouteQuery query) const {
  const auto& served = setup_.organization;
  return Utterance{served.definition, *served.router, served.version, setup_.from, std::move(query)};
}

Answered LiveCall::route(RouteQuery query) const {
  if (ports_.answering) return ports_.answering->route(utterance(std::move(query)));
  Answered answered;
  answered.decision = setup_.organization.router->route(query);
  return answered;
}

LiveCall::Routed LiveCall::route(const CallerTurn& caller) const {
  Routed routed;
  auto& decision = routed.answered.decision;
  if (caller.silent || caller.digit) {
    decision.layer = RouteLayer::validation;
    decision.method = RouteMethod::validation;
    return routed;
  }
  const Instant began = ports_.clock.now();
  routed.text = caller.text;
  if (ports_.utterances && !ports_.utterances->admit(organization_.key, setup_.from, began)) {
    decision.layer = RouteLayer::validation;
    decision.method = RouteMethod::validation;
    decision.confidence = 1;
    decision.refusal = Refusal::too_often;
    return routed;
  }
  routed.answered = route(RouteQuery{caller.text, caller.confidence, caller.words});
  if (!caller.continued.empty()) {
    // The caller went on after a pause: the whole sentence counts, unless only its end makes sense.
    const std::string whole = caller.continued + " " + caller.text;
    auto answered = route(RouteQuery{whole, caller.confidence, {}});
    if (answers(answered) || !answers(routed.answered)) {
      routed.answered = std::move(answered);
      routed.text = whole;
    }
  }
  routed.took = ports_.clock.now() - began;
  return routed;
}

// The conversation may know itself what to say: to an open question, to a yes, to what was not understood.
bool LiveCall::worth_asking(const CallerTurn& caller, const Routed& routed) const {
  if (!ports_.answering || caller.silent || caller.digit || routed.text.empty()) return false;
  if (answers(routed.answered)) return false;
  return conversation_.would_miss(routed.text, routed.answered.decision, ports_.clock.wall_now());
}

// `routed` stays as it is when the caller says something newer meanwhile.
Task<void> LiveCall::ask_layer_two(const CallerTurn& caller, Routed& routed) {
  RouteQuery query{routed.text, caller.confidence, {}};
  if (routed.text == caller.text) query.words = caller.words;
  const Instant began = ports_.clock.now();
  auto asking = ports_.answering->ask(utterance(std::move(query)), routed.answered, said_);
  auto answered = co_await unless(overtaken_, std::move(asking));
  if (!answered) co_return;
  routed.answered = std::move(*answered);
  // By a vector that was fetched: that belongs to layer 1b's time.
  if (routed.answered.decision.layer == RouteLayer::meaning) routed.took += ports_.clock.now() - began;
}

std::optional<ReplyPlan> LiveCall::plan_reply(const CallerTurn& caller, const Routed& routed) {
  const WallTime now = ports_.clock.wall_now();
  const auto& answered = routed.answered;
  if (caller.silent) return conversation_.silence(now);
  if (caller.digit) return conversation_.digit(*caller.digit, now);
  if (routed.text.empty()) return conversation_.unheard(now);
  if (!answered.text.empty() && conversation_.would_miss(routed.text, answered.decision, now)) {
    return conversation_.answered(answered.text);
  }
  return conversation_.heard(routed.text, answered.decision, now);
}

void LiveCall::tell_answered(const Saying& saying, const Routed& routed, const ReplyPlan& plan) {
  if (routed.text.empty() || saying.caller.silent || saying.caller.digit) return;
  if (said_.size() == kExchangesKept) said_.erase(said_.begin());
  said_.push_back({routed.text, plan.text});
  if (!ports_.answering) return;
  AnsweredTurn turn;
  turn.organization = setup_.organization.definition;
  turn.version = setup_.organization.version;
  turn.call = setup_.id;
  turn.turn = story_.turn(*saying.told_as).number;
  turn.caller = setup_.from;
  turn.text = routed.text;
  turn.decision = routed.answered.decision;
  turn.reply = plan.text;
  turn.model = routed.answered.model;
  ports_.answering->tell(std::move(turn));
}

}  // namespace parley
