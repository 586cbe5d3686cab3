// SPDX-License-Identifier: Apache-2.0
#include "parley/dialogue/spoken_answers.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "parley/router/normalise.hpp"

namespace parley {
namespace {

using Words = std::vector<std::string>;

constexpr std::array<std::string_view, 10> kDigits = {"zero", "one", "two",   "three", "four",
                                                      "five", "six", "seven", "eight", "nine"};
constexpr std::array<std::string_view, 10> kTeens = {"ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                                                     "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 8> kTens = {"twenty", "thirty",  "forty",  "fifty",
                                                   "sixty",  "seventy", "eighty", "ninety"};

template <std::size_t Size>
std::optional<std::size_t> index_of(std::string_view word, const std::array<std::string_view, Size>& names) {
  const auto found = std::find(names.begin(), names.end(), word);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

std::optional<std::size_t> digit_of(std::string_view word) {
  if (word == "oh" || word == "o") return 0;
  return index_of(word, kDigits);
}

// Reads one spoken number after another: each appends the digits that a person would write for it.
class NumberReader {
 public:
  explicit NumberReader(const Words& words) : words_(words) {}

  std::string read() {
    for (; at_ < words_.size(); ++at_) word(words_[at_]);
    return std::move(out_);
  }

 private:
  std::string_view next() const {
    return at_ + 1 < words_.size() ? std::string_view(words_[at_ + 1]) : std::string_view();
  }

  void word(std::string_view word) {
    if (word == "plus" && out_.empty()) {
      out_ = "+";
    } else if (word == "double" || word == "triple") {
      const auto digit = digit_of(next());
      if (!digit) return;
      out_.append(word == "double" ? 2 : 3, static_cast<char>('0' + *digit));
      ++at_;
    } else if (word == "hundred" || word == "thousand") {
      if (!out_.empty() && out_ != "+") round_up(word == "hundred" ? 2 : 3);
    } else if (const auto tens = index_of(word, kTens)) {
      std::size_t value = (*tens + 2) * 10;
      const auto ones = index_of(next(), kDigits);
      if (ones && *ones > 0) {
        value += *ones;
        ++at_;
      }
      out_ += std::to_string(value);
    } else if (const auto teen = index_of(word, kTeens)) {
      out_ += std::to_string(10 + *teen);
    } else if (const auto digit = digit_of(word)) {
      out_.push_back(static_cast<char>('0' + *digit));
    }
  }

  // "eight hundred" → 800, "eight hundred twenty five" → 825: zeros that the following words fill.
  void round_up(std::size_t zeros) {
    std::size_t value = 0;
    std::size_t digits = 0;
    if (const auto tens = index_of(next(), kTens)) {
      value = (*tens + 2) * 10;
      digits = 2;
      ++at_;
      if (const auto ones = index_of(next(), kDigits); ones && *ones > 0) {
        value += *ones;
        ++at_;
      }
    } else if (const auto teen = index_of(next(), kTeens)) {
      value = 10 + *teen;
      digits = 2;
      ++at_;
    }
    // "eight hundred five five five …" is an area code and the number after it: a single digit fills nothing.
    out_.append(zeros - digits, '0');
    if (digits != 0) out_ += std::to_string(value);
  }

  const Words& words_;
  std::size_t at_ = 0;
  std::string out_;
};

bool contains_phrase(const Words& words, std::string_view phrase) {
  const auto wanted = pronounced_words(phrase);
  return std::search(words.begin(), words.end(), wanted.begin(), wanted.end()) != words.end();
}

template <std::size_t Size>
bool contains_any(const Words& words, const std::array<std::string_view, Size>& phrases) {
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](std::string_view phrase) { return contains_phrase(words, phrase); });
}

}  // namespace

YesNo yes_or_no(std::string_view text) {
  constexpr std::array<std::string_view, 5> kYesInSpite = {"why not", "no problem", "not a problem", "do not mind",
                                                           "not wrong"};
  constexpr std::array<std::string_view, 9> kNo = {"no",         "not",    "never",     "wrong", "incorrect",
                                                   "rather not", "cancel", "forget it", "stop"};
  constexpr std::array<std::string_view, 24> kYes = {
      "yes",          "sure",       "okay",       "correct",   "right",       "exactly",    "please",  "go ahead",
      "of course",    "absolutely", "definitely", "certainly", "sounds good", "that works", "do that", "that is it",
      "that is fine", "fine",       "good",       "great",     "perfect",     "i would",    "you can", "please do"};
  const auto words = normalise(text);
  if (contains_any(words, kYesInSpite)) return YesNo::yes;
  if (contains_any(words, kNo)) return YesNo::no;
  if (contains_any(words, kYes)) return YesNo::yes;
  return YesNo::unclear;
}

std::string digits_in(std::string_view text) { return NumberReader(pronounced_words(text)).read(); }

std::string spoken_digits(std::string_view number) {
  std::string digits;
  std::copy_if(number.begin(), number.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  // North American numbers are read three, three, four; others in threes with the longer group last.
  if (number.starts_with("+1") && digits.size() == 11) digits.erase(0, 1);
  std::string out;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    const auto left = digits.size() - at;
    if (at > 0) out += at % 3 == 0 && left > 1 && at + 3 <= digits.size() ? ", " : " ";
    out += kDigits[static_cast<std::size_t>(digits[at] - '0')];
  }
  return out;
}

}  // namespace parley
