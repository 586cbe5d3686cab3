// SPDX-License-Identifier: Apache-2.0
// What is kept of a reply so that the same words get it again. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "parley/answering/answering.hpp"
#include "parley/router/route.hpp"

namespace parley {

// Of the recogniser, 0–1: words that are less certain than those that were answered are routed anew.
struct Certainty {
  double whole = 1;
  double least_word = 1;

  bool reaches(const Certainty& other) const { return whole >= other.whole && least_word >= other.least_word; }
};
Certainty certainty_of(const RouteQuery& query);

struct RememberedReply {
  std::string pattern;  // answers; or
  std::string text;     // layer 2's words
  double confidence = 0;
  Certainty certainty;
};

// nullopt: not worth remembering, or not to be: refusals, fallbacks, what nothing answered.
std::optional<RememberedReply> worth_remembering(const RouteDecision& decision, const RouteQuery& query);
std::string to_text(const RememberedReply& reply);
// nullopt: damaged, or of another release.
std::optional<RememberedReply> parse_remembered(const std::string& text);
// nullopt: what was heard is less certain than what was answered then, or its pattern is gone.
std::optional<Answered> answer_from(const RememberedReply& reply, const Utterance& utterance);

}  // namespace parley
