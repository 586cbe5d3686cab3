// SPDX-License-Identifier: Apache-2.0
// How an utterance is answered: the memory of replies, the router with its guard, then layer 2. One for all calls.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/task.hpp"
#include "parley/core/ids.hpp"
#include "parley/core/organization.hpp"
#include "parley/core/result.hpp"
#include "parley/core/time.hpp"
#include "parley/language/language_model.hpp"
#include "parley/router/intent_router.hpp"

namespace parley {

// What is asked, by whom, of whom. The referenced values outlive the question.
struct Utterance {
  const OrganizationSnapshot& organization;
  const IntentRouter& router;
  const std::string& version;  // of the organization's configuration: what is remembered under another is not used
  const std::string& caller;   // number
  RouteQuery query;
};

struct Answered {
  RouteDecision decision;
  std::string text;                       // layer 2's words, now or remembered; empty: the decision's pattern answers
  std::optional<ModelAnswer> model = {};  // when layer 2 was asked
  std::optional<Duration> first_words = {};  // of layer 2, from the asking
  std::optional<RouteDecision> late = {};    // what the router said after its deadline
};

// Something is there to be said: a pattern's reply, or words.
inline bool answers(const Answered& answered) { return !answered.decision.pattern.empty() || !answered.text.empty(); }

// One answered turn, for those who learn from it.
struct AnsweredTurn {
  OrganizationSnapshot organization;
  std::string version;  // of its configuration
  CallId call;
  std::uint32_t turn = 0;
  std::string caller;  // number
  std::string text;    // what the caller said
  RouteDecision decision;
  std::string reply;                      // as it was spoken
  std::optional<ModelAnswer> model = {};  // when layer 2 was asked
};

// Whoever learns. Called on calls' loops: thread-safe, does not block, may drop and count.
class AnswerObserver {
 public:
  virtual ~AnswerObserver() = default;
  virtual void answered(AnsweredTurn turn) = 0;
  virtual void call_over(CallId call) = 0;
};

// Thread-safe; every function runs on the loop of the call that asks.
class Answering {
 public:
  virtual ~Answering() = default;
  // Layers 0 and 1 and what this instance remembers: microseconds. Never fails: a router that throws or is later than
  // its deadline leaves the utterance to layer 2 (method router_error).
  virtual Answered route(const Utterance& utterance) = 0;
  // What no layer before it answers: the memory that instances share, then knowledge and models, until the deadline.
  // Without an answer the decision is `before`'s; what was spent is in its cost.
  virtual Task<Answered> ask(Utterance utterance, Answered before, std::vector<SpokenExchange> said) = 0;
  virtual void tell(AnsweredTurn turn) = 0;
  virtual void call_over(CallId call) = 0;
};

}  // namespace parley
