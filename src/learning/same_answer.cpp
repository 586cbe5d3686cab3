// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/same_answer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <vector>

#include "content_words.hpp"
#include "parley/router/normalise.hpp"

namespace parley {
namespace {

// Of wording alone, and of the mean of wording and meaning. Chosen on tests/learning/same_answer_test.cpp.
constexpr double kSameWording = 0.55;
constexpr double kSameWeighed = 0.65;  // with the weights of an organization's language
constexpr double kSameBoth = 0.60;
// Whatever the meaning says, so much of the wording must be shared.
constexpr double kLeastWording = 0.25;

// No word is worth nothing, or two answers of such words alone could not be compared.
constexpr double kLeastWeight = 0.1;

const std::set<std::string_view> kDates = {
    "monday",     "tuesday",   "wednesday", "thursday",  "friday",   "saturday", "sunday",    "mondays",
    "tuesdays",   "january",   "february",  "march",     "april",    "june",     "july",      "august",
    "september",  "october",   "november",  "december",  "today",    "tomorrow", "yesterday", "tonight",
    "weekend",    "weekends",  "holidays",  "noon",      "midnight", "morning",  "evening",   "afternoon",
    "wednesdays", "thursdays", "fridays",   "saturdays", "sundays",  "weekdays", "weekday"};

const std::set<std::string_view> kNegations = {"not",    "no",      "never",   "without", "nor",    "neither", "none",
                                               "nobody", "nothing", "nowhere", "except",  "unable", "instead"};

// Where one answer has the one and the other the other, they contradict each other.
constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kOpposites = {{
    {"open", "close"},      {"free", "charge"},       {"free", "cost"},           {"free", "fee"},
    {"includ", "exclud"},   {"before", "after"},      {"increas", "decreas"},     {"accept", "declin"},
    {"accept", "refus"},    {"enabl", "disabl"},      {"freez", "unfreez"},       {"lock", "unlock"},
    {"allow", "forbid"},    {"possibl", "impossibl"}, {"availabl", "unavailabl"}, {"more", "less"},
    {"high", "low"},        {"credit", "debit"},      {"activat", "deactivat"},   {"block", "unblock"},
    {"minimum", "maximum"}, {"physical", "virtual"},
}};

struct Said {
  std::set<std::string> numbers;  // each a run of number words
  std::set<std::string> dates;
  bool negated = false;
  std::set<std::string> stems;
};

Said read(std::string_view text) {
  Said said;
  const auto words = normalise(text);
  std::string run;
  const auto end_run = [&] {
    // "the one", "a" and "one" day are no numbers to compare.
    if (!run.empty() && run != "one" && run != "oh") said.numbers.insert(run);
    run.clear();
  };
  for (const auto& word : words) {
    if (is_number_word(word)) {
      run += (run.empty() ? "" : " ") + word;
      continue;
    }
    end_run();
    // "mondays" and "monday" are one day.
    if (kDates.contains(word)) said.dates.insert(word.ends_with('s') ? word.substr(0, word.size() - 1) : word);
    if (kNegations.contains(word)) said.negated = true;
  }
  end_run();
  said.stems = content_stems(words);
  return said;
}

bool opposite(const Said& one, const Said& other) {
  const auto has = [](const Said& said, std::string_view word) { return said.stems.contains(stem(word)); };
  return std::any_of(kOpposites.begin(), kOpposites.end(), [&](const auto& pair) {
    const auto& [left, right] = pair;
    return (has(one, left) && !has(one, right) && has(other, right) && !has(other, left)) ||
           (has(one, right) && !has(one, left) && has(other, left) && !has(other, right));
  });
}

// Whether one of them holds all of the other.
bool covers(const std::set<std::string>& one, const std::set<std::string>& other) {
  return std::includes(one.begin(), one.end(), other.begin(), other.end()) ||
         std::includes(other.begin(), other.end(), one.begin(), one.end());
}

double shared_weight(const std::set<std::string>& one, const std::set<std::string>& other,
                     const AnswerLanguage& language) {
  double all = 0;
  double shared = 0;
  for (const auto& stem : one) {
    all += language.weight(stem);
    if (other.contains(stem)) shared += 2 * language.weight(stem);
  }
  for (const auto& stem : other) all += language.weight(stem);
  return all <= 0 ? 1 : shared / all;
}

}  // namespace

void AnswerLanguage::add(std::string_view answer) {
  ++answers_;
  for (const auto& stem : content_stems(normalise(answer))) ++answers_with_[stem];
}

double AnswerLanguage::weight(const std::string& stem) const {
  const auto found = answers_with_.find(stem);
  const auto with = found == answers_with_.end() ? 0 : found->second;
  return std::log1p(static_cast<double>(answers_) / static_cast<double>(1 + with)) + kLeastWeight;
}

AnswerMatch compare_answers(std::string_view one, std::string_view other, const MeaningCloseness& closeness,
                            const AnswerLanguage* language) {
  const auto first = read(one);
  const auto second = read(other);
  AnswerMatch match;
  match.similarity = language != nullptr ? shared_weight(first.stems, second.stems, *language)
                                         : shared_part(first.stems, second.stems);
  std::string omission;
  if (first.dates != second.dates) omission = "dates";
  if (first.numbers != second.numbers) omission = "numbers";
  if (!covers(first.numbers, second.numbers)) {
    match.difference = "numbers";
  } else if (!covers(first.dates, second.dates)) {
    match.difference = "dates";
  } else if (first.negated != second.negated) {
    match.difference = "negation";
  } else if (opposite(first, second)) {
    match.difference = "opposites";
  }
  if (!match.difference.empty()) return match;
  match.coverable = true;
  const bool read_something = !first.stems.empty() && !second.stems.empty();
  if (closeness && match.similarity < 1 && match.similarity >= kLeastWording) {
    match.similarity = (match.similarity + closeness(one, other)) / 2;
    match.same = match.similarity >= kSameBoth;
  } else {
    match.same = match.similarity >= (language != nullptr ? kSameWeighed : kSameWording);
  }
  match.compatible = match.same && (read_something || normalise(one) == normalise(other));
  match.same = match.compatible && omission.empty();
  if (!match.same) match.difference = match.compatible || !omission.empty() ? omission : "wording";
  return match;
}

}  // namespace parley
