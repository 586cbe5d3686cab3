// SPDX-License-Identifier: Apache-2.0
#include "parley/dialogue/interjection.hpp"

#include <algorithm>
#include <array>

namespace parley {
namespace {

// Backchannels of English conversation, and what recognisers write for coughs and laughs.
constexpr std::array<std::string_view, 34> kAsideWords = {
    "ah",   "aha", "ahem", "alright", "eh",  "er",  "ha",   "hah",  "haha", "hm",  "hmm", "huh",
    "mhm",  "mm",  "mmhm", "mmm",     "oh",  "ok",  "okay", "ooh",  "uh",   "uhh", "um",  "right",
    "sure", "wow", "yeah", "yep",     "yes", "yup", "uhuh", "huhu", "hey",  "heh"};
constexpr std::array<std::string_view, 8> kAsidePhrases = {"i see",   "got it",   "all right",   "of course",
                                                           "that is", "oh i see", "makes sense", "i know"};

constexpr std::array<std::string_view, 16> kFloorWords = {"no",    "nope",  "wait", "stop",  "sorry", "excuse",
                                                          "hold",  "hello", "help", "agent", "human", "operator",
                                                          "quiet", "but",   "hang", "pardon"};

template <class Words>
bool contains(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Whether every word of a text is (or, unwanted, is not) in a list; the empty text has none.
template <class Words>
bool every_word_in(std::string_view text, const Words& words, bool wanted) {
  while (!text.empty()) {
    const auto space = std::min(text.find(' '), text.size());
    if (space > 0 && contains(words, text.substr(0, space)) != wanted) return false;
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return true;
}

}  // namespace

bool is_aside(std::string_view text) { return contains(kAsidePhrases, text) || every_word_in(text, kAsideWords, true); }

bool takes_floor(std::string_view text) { return !every_word_in(text, kFloorWords, false); }

bool InterjectionJudge::means_something(const SpokenSoFar& spoken) const {
  if (spoken.text.empty() || !spoken.plausible) return false;
  if (spoken.expected) return true;
  if (is_aside(spoken.text)) return false;
  if (spoken.answerable || takes_floor(spoken.text)) return spoken.confidence >= settings_.sure_from;
  return spoken.confidence >= settings_.very_sure_from && spoken.text.find(' ') != std::string::npos;
}

Interjection InterjectionJudge::judge(const SpokenSoFar& spoken, Duration voiced, Duration quiet) const {
  const Duration enough = spoken.settled ? settings_.meant_after : settings_.guesses_count_after;
  if (means_something(spoken) && voiced >= enough) return Interjection::meant;
  if (voiced >= settings_.longest) return Interjection::meant;
  if (quiet >= settings_.resume_after) return Interjection::aside;
  return Interjection::undecided;
}

}  // namespace parley
