// SPDX-License-Identifier: Apache-2.0
// The values of routing. Names and spellings are those of the call record (docs/architecture.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

enum class RouteLayer { validation, rules, meaning, model, fallback };  // "0", "1a", "1b", "2", "fallback"
enum class RouteMethod {
  validation,
  exact,
  keyword,
  typo,
  meaning,
  knowledge,
  model,
  journey,
  fallback,
  router_off,
  router_error
};

std::string_view to_string(RouteLayer layer);
std::string_view to_string(RouteMethod method);

// Why layer 0 refused; each has its own words to the caller.
// unclear: the recogniser itself trusts the words too little. repeated: the same words over and over in one utterance,
// as of a recogniser that is stuck. too_often: the caller or the organization is over its rate (utterance_limits.hpp).
enum class Refusal { none, empty, noise, unclear, too_long, blocked, repeated, too_often };
std::string_view to_string(Refusal refusal);

struct HeardTerm {
  std::string word;
  double confidence = 1;  // of the recogniser, 0–1

  friend bool operator==(const HeardTerm&, const HeardTerm&) = default;
};

// The text as a vector, fetched from a server; what layer 1b learned from other vectors of the same embedder goes by
// it.
struct QueryFeatures {
  std::string embedder;  // id
  std::vector<float> values;

  friend bool operator==(const QueryFeatures&, const QueryFeatures&) = default;
};

struct RouteQuery {
  std::string text;                   // transcript or typed text, any case
  double confidence = 1;              // of the recogniser, 0–1
  std::vector<HeardTerm> words = {};  // each of the text; empty: all as certain as the whole
  bool partial = false;               // the caller is still speaking: rules alone, which cost microseconds
  std::optional<QueryFeatures> features =
      {};  // of join_words(normalise(text)); absent: none were asked, or they are late
};

struct RouteCandidate {
  std::string pattern;
  RouteMethod method = RouteMethod::keyword;
  double confidence = 0;
  std::string lost = {};  // why it does not answer; empty: it does, or would if nothing were surer

  friend bool operator==(const RouteCandidate&, const RouteCandidate&) = default;
};

// A condition of answering and how far it was met.
struct RouteGate {
  std::string name;  // "scope", "margin", "agreement", "guard"
  double value = 0;
  double threshold = 0;
  bool passed = false;
  std::string reason = {};

  friend bool operator==(const RouteGate&, const RouteGate&) = default;
};

struct RouteDecision {
  RouteLayer layer = RouteLayer::fallback;
  RouteMethod method = RouteMethod::fallback;
  std::string pattern;  // key; empty when no pattern answers
  double confidence = 0;
  Refusal refusal = Refusal::none;
  std::vector<RouteCandidate> candidates;  // best first, at most five
  double cost_usd = 0;
  double saved_usd = 0;
  // Explanation.
  std::string normalised = {};        // the text as layers 1a and 1b compare it
  std::vector<RouteGate> gates = {};  // of layer 1b
  std::string shadow = {};            // pattern that layer 1b would answer with if it were not only watching
  std::string evidence = {};          // on what layer 1b's thresholds rest
  double embedding_usd = 0;           // of cost_usd, for the vector of the question

  friend bool operator==(const RouteDecision&, const RouteDecision&) = default;
};

}  // namespace parley
