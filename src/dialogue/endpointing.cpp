// SPDX-License-Identifier: Apache-2.0
#include "parley/dialogue/endpointing.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "parley/router/normalise.hpp"

namespace parley {
namespace {

// After these an English sentence goes on, whatever a small language model has seen.
constexpr std::array<std::string_view, 28> kGoesOn = {
    "a",  "an", "and", "at", "because", "but", "for", "from", "i",   "if", "in",   "is",   "like", "my",
    "of", "on", "or",  "so", "the",     "to",  "uh",  "um",   "hmm", "er", "with", "your", "then", "well"};

// A pause must be longer than the caller's usual one by so much to mean something.
constexpr std::chrono::milliseconds kMargin{100};
// One slow breath says little: what is learned counts for incomplete sentences from the third pause on.
constexpr std::size_t kFewPauses = 3;

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto space = std::min(text.find(' '), text.size());
    if (space > 0) words.push_back(text.substr(0, space));
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return words;
}

bool goes_on_after(std::string_view word) { return std::find(kGoesOn.begin(), kGoesOn.end(), word) != kGoesOn.end(); }

// "five five five", "s m i": a number being read out or a name being spelled is rarely over after two.
bool is_spelling(const std::vector<std::string_view>& words) {
  if (words.size() < 2) return false;
  const auto one_sign = [](std::string_view word) { return word.size() == 1 || is_number_word(word); };
  return one_sign(words[words.size() - 1]) && one_sign(words[words.size() - 2]);
}

}  // namespace

Ending Endpointing::judge(const SpokenSoFar& spoken) const {
  if (spoken.text.empty()) return spoken.number ? Ending::open : Ending::unsure;
  if (spoken.expected) return Ending::complete;
  if (spoken.number) return Ending::open;
  const auto words = words_of(spoken.text);
  if (words.empty()) return Ending::unsure;
  if (goes_on_after(words.back()) || spoken.completeness < settings_.open_below) return Ending::open;
  if (spoken.answerable && spoken.completeness >= settings_.complete_from) return Ending::complete;
  return is_spelling(words) ? Ending::open : Ending::unsure;
}

std::chrono::milliseconds Endpointing::silence_needed(const SpokenSoFar& spoken) const {
  const auto usual = surprising_.usual();
  switch (judge(spoken)) {
    case Ending::complete:
      if (spoken.number) return std::max(settings_.when_number, std::min(usual + kMargin, settings_.longest));
      return std::max(settings_.when_complete, std::min(usual + kMargin, settings_.when_unsure));
    case Ending::open:
      if (spoken.number) return std::max(settings_.inside_number, settings_.when_open);
      return std::max(settings_.when_open, std::min(expected_.usual() + 2 * kMargin, settings_.longest));
    case Ending::unsure:
      break;
  }
  if (surprising_.count() < kFewPauses) {
    return std::max(settings_.when_unsure, std::min(usual + kMargin, settings_.when_open));
  }
  // Known by now: a brisk speaker is answered sooner, a slow one later.
  return std::clamp(usual + 2 * kMargin, settings_.when_unsure * 3 / 4, settings_.when_open);
}

void Endpointing::went_on_after(const SpokenSoFar& spoken, Duration pause) {
  // Shorter gaps lie between syllables and tell nothing.
  constexpr std::chrono::milliseconds kShortest{100};
  const auto span = std::chrono::duration_cast<std::chrono::milliseconds>(pause);
  if (span < kShortest) return;
  auto& memory = judge(spoken) == Ending::open ? expected_ : surprising_;
  memory.remember(std::min(span, settings_.longest));
}

std::chrono::milliseconds PauseMemory::usual() const {
  const auto count = std::min(count_, kRemembered);
  if (count == 0) return {};
  auto sorted = pauses_;
  const auto place = sorted.begin() + static_cast<std::ptrdiff_t>((count * 3 - 1) / 4);
  std::nth_element(sorted.begin(), place, sorted.begin() + static_cast<std::ptrdiff_t>(count));
  return *place;
}

}  // namespace parley
