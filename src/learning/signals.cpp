// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/signals.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "content_words.hpp"
#include "parley/router/normalise.hpp"

namespace parley {
namespace {

using Words = std::vector<std::string>;

// Of the content words of both; "what time do you open" after "when do you open".
constexpr double kSameQuestion = 0.75;

constexpr std::array<std::string_view, 34> kCorrections = {"no i meant",          "i meant",
                                                           "not what i asked",    "not what i meant",
                                                           "not what i said",     "not what i want",
                                                           "not what i wanted",   "not my question",
                                                           "not the question",    "you misunderstood",
                                                           "you misunderstand",   "wrong answer",
                                                           "that is wrong",       "that is incorrect",
                                                           "that is not right",   "that is not it",
                                                           "that is not correct", "not answer my question",
                                                           "did not answer",      "does not answer",
                                                           "does not help",       "did not help",
                                                           "i did not ask",       "i asked for",
                                                           "i asked about",       "i asked if",
                                                           "i asked you",         "i was asking",
                                                           "i am asking about",   "i am talking about",
                                                           "no i said",           "i said",
                                                           "i already told you",  "not talking about"};

constexpr std::array<std::string_view, 9> kAsking = {"speak", "talk", "connect", "transfer", "give",
                                                     "put",   "get",  "want",    "need"};
const std::set<std::string_view> kPeople = {"person",       "human",  "agent",   "representative",
                                            "operator",     "rep",    "manager", "supervisor",
                                            "receptionist", "people", "advisor", "adviser"};
// Only behind "speak" or "talk".
const std::set<std::string_view> kAnybody = {"someone", "somebody", "anyone",   "anybody",
                                             "staff",   "employee", "colleague"};

bool asks_for_person(const Words& words) {
  const auto named = std::find_if(words.begin(), words.end(), [](const auto& w) { return kPeople.contains(w); });
  const auto any = [&](auto&& wanted) { return std::any_of(words.begin(), words.end(), wanted); };
  const bool talks =
      any([](const auto& w) { return w == "speak" || w == "talk" || w == "talking" || w == "speaking"; });
  if (talks && any([](const auto& w) { return kAnybody.contains(w); })) return true;
  if (named == words.end()) return false;
  // "agent", "a real person please", "representative representative".
  const bool nothing_else = std::all_of(words.begin(), words.end(), [](const auto& w) {
    return kPeople.contains(w) || carries_no_meaning(w) || w == "real" || w == "live" || w == "actual" || w == "no";
  });
  return nothing_else ||
         any([](const auto& w) { return std::find(kAsking.begin(), kAsking.end(), w) != kAsking.end(); });
}

bool corrects(const Words& words) { return says_any(words, kCorrections); }

bool repeats(const Words& before, const Words& now) {
  if (now.empty() || before.empty()) return false;
  if (before == now) return true;
  const auto first = content_stems(before);
  const auto second = content_stems(now);
  if (first.empty() || second.empty()) return false;
  return shared_part(first, second) >= kSameQuestion;
}

}  // namespace

std::string_view to_string(CallerSignal signal) {
  switch (signal) {
    case CallerSignal::none:
      return "none";
    case CallerSignal::repeats:
      return "repeats";
    case CallerSignal::corrects:
      return "corrects";
    case CallerSignal::asks_for_person:
      return "asks_for_person";
  }
  return "none";
}

CallerSignal caller_signal(std::string_view before, std::string_view now) {
  const auto words = without_emphasis(normalise(now));
  if (asks_for_person(words)) return CallerSignal::asks_for_person;
  if (corrects(words)) return CallerSignal::corrects;
  if (repeats(without_emphasis(normalise(before)), words)) return CallerSignal::repeats;
  return CallerSignal::none;
}

}  // namespace parley
