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

bool is_aside_word(std::string_view word) {
  return std::find(kAsideWords.begin(), kAsideWords.end(), word) != kAsideWords.end();
}

}  // namespace

bool is_aside(std::string_view text) {
  if (std::find(kAsidePhrases.begin(), kAsidePhrases.end(), text) != kAsidePhrases.end()) return true;
  while (!text.empty()) {
    const auto space = std::min(text.find(' '), text.size());
    if (space > 0 && !is_aside_word(text.substr(0, space))) return false;
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return true;
}

Interjection InterjectionJudge::judge(const SpokenSoFar& spoken, Duration voiced, Duration quiet) const {
  const bool words = !spoken.text.empty() && spoken.plausible && (spoken.expected || !is_aside(spoken.text));
  if (words && voiced >= settings_.meant_after) return Interjection::meant;
  if (voiced >= settings_.longest) return Interjection::meant;
  if (quiet >= settings_.resume_after) return Interjection::aside;
  return Interjection::undecided;
}

}  // namespace parley
