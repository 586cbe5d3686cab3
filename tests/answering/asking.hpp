// SPDX-License-Identifier: Apache-2.0
// An organization of three patterns, a router whose decision is given, and utterances to it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "parley/answering/answering.hpp"

namespace parley::test {

class GivenRouter final : public IntentRouter {
 public:
  RouteDecision route(const RouteQuery& query) const override {
    ++asked;
    return decide ? decide(query) : RouteDecision{};
  }
  std::string_view embedder() const override { return by; }
  std::function<RouteDecision(const RouteQuery&)> decide;
  std::string by;
  mutable int asked = 0;
};

inline RouteDecision decision_for(std::string pattern) {
  RouteDecision decision;
  decision.layer = RouteLayer::meaning;
  decision.method = RouteMethod::meaning;
  decision.pattern = std::move(pattern);
  decision.confidence = 0.98;
  return decision;
}

struct Asking {
  Asking() {
    Organization definition;
    definition.key = {"scene"};
    for (const char* key : {"hours", "prices", "asleep"}) {
      Pattern pattern;
      pattern.key = key;
      pattern.reply = "Reply.";
      pattern.active = pattern.key != "asleep";
      definition.patterns.push_back(std::move(pattern));
    }
    change(std::move(definition));
  }
  void change(Organization definition) { organization = std::make_shared<const Organization>(std::move(definition)); }
  Utterance says(std::string text, double confidence = 1) const {
    return Utterance{organization, router, version, caller, RouteQuery{std::move(text), confidence, {}}};
  }

  OrganizationSnapshot organization;
  GivenRouter router;
  std::string version = "v1";
  std::string caller = "+15550100";
};

}  // namespace parley::test
