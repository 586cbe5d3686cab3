// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "near_questions.hpp"
#include "parley/learning/candidate_book.hpp"

namespace parley {
namespace {

// Of the examples of the smaller pattern that are looked at, so many must be near to one of the larger.
constexpr double kNearShare = 0.5;
constexpr std::size_t kLookedAt = 12;
// Less than for an answer by itself: the questions bear it out.
constexpr double kAlikeReplies = 0.65;

bool asked_alike(const KnownAnswer& smaller, const KnownAnswer& larger, const MeaningCloseness& closeness) {
  const auto looked_at = std::min(kLookedAt, smaller.examples.size());
  if (looked_at == 0) return false;
  std::size_t near = 0;
  for (std::size_t at = 0; at < looked_at; ++at)
    near += std::any_of(larger.examples.begin(), larger.examples.end(),
                        [&](const auto& example) { return near_questions(smaller.examples[at], example, closeness); });
  return static_cast<double>(near) >= kNearShare * static_cast<double>(looked_at);
}

}  // namespace

std::optional<PatternMerge> near_duplicate(std::string_view key, std::span<const KnownAnswer> patterns,
                                           const AnswerLanguage& language, const MeaningCloseness& answers,
                                           const MeaningCloseness& questions) {
  const auto one =
      std::find_if(patterns.begin(), patterns.end(), [&](const KnownAnswer& known) { return known.key == key; });
  if (one == patterns.end() || !one->fixed || !one->active) return std::nullopt;
  for (const auto& other : patterns) {
    if (&other == &*one || !other.fixed || !other.active) continue;
    const auto match = compare_answers(one->reply, other.reply, answers, &language);
    if (!match.coverable || match.similarity < kAlikeReplies) continue;
    const bool larger = one->examples.size() > other.examples.size();
    const auto& into = larger ? *one : other;
    const auto& from = larger ? other : *one;
    if (asked_alike(from, into, questions)) return PatternMerge{from.key, into.key};
  }
  return std::nullopt;
}

}  // namespace parley
