// SPDX-License-Identifier: Apache-2.0
#include "parley/dialogue/endpointing.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace parley {
namespace {

// After these an English sentence goes on, whatever a small language model has seen.
constexpr std::array<std::string_view, 26> kGoesOn = {
    "a",  "an", "and", "at", "because", "but", "for", "from", "i",  "if",  "in",   "is",   "like",
    "my", "of", "on",  "or", "so",      "the", "to",  "uh",   "um", "hmm", "with", "your", "then"};

std::string_view last_word(std::string_view text) {
  const auto space = text.find_last_of(' ');
  return space == std::string_view::npos ? text : text.substr(space + 1);
}

}  // namespace

Ending Endpointing::judge(const SpokenSoFar& spoken) const {
  if (spoken.text.empty()) return Ending::unsure;
  if (spoken.expected) return Ending::complete;
  const bool goes_on = std::find(kGoesOn.begin(), kGoesOn.end(), last_word(spoken.text)) != kGoesOn.end();
  if (goes_on || spoken.completeness < settings_.open_below) return Ending::open;
  if (spoken.answerable && spoken.completeness >= settings_.complete_from) return Ending::complete;
  return Ending::unsure;
}

std::chrono::milliseconds Endpointing::silence_needed(const SpokenSoFar& spoken) const {
  switch (judge(spoken)) {
    case Ending::complete:
      return settings_.when_complete;
    case Ending::open:
      return settings_.when_open;
    case Ending::unsure:
      break;
  }
  return settings_.when_unsure;
}

}  // namespace parley
