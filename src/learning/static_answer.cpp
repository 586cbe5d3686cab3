// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/static_answer.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "content_words.hpp"
#include "parley/router/normalise.hpp"

namespace parley {
namespace {

using Words = std::vector<std::string>;

// Somebody's records: "your order has left" is a fact about one caller, "your order can be tracked" is not.
const std::set<std::string_view> kRecords = {
    "account",     "balance", "order",     "bill",        "claim",       "policy",       "prescription",
    "appointment", "booking", "refund",    "reservation", "invoice",     "application",  "package",
    "delivery",    "payment", "statement", "transfer",    "ticket",      "subscription", "membership",
    "card",        "loan",    "request",   "case",        "address",     "name",         "number",
    "flight",      "room",    "table",     "contract",    "transaction", "visit"};
const std::set<std::string_view> kFacts = {"is",   "was",   "has",  "had",   "are",
                                           "were", "shows", "ends", "comes", "stands"};
constexpr std::array<std::string_view, 24> kOfCaller = {
    "i have booked",           "i booked",           "i have scheduled",  "i scheduled",       "i have cancelled",
    "i have canceled",         "i have moved",       "i have changed",    "i have you down",   "i see you",
    "i see that you",          "i see your",         "you are booked",    "you are scheduled", "my records show",
    "our records show",        "records show that",  "you owe",           "your last order",   "your next appointment",
    "you have an appointment", "you have a booking", "according to your", "on file for you"};

const std::set<std::string_view> kNow = {"today",     "tonight",  "tomorrow", "yesterday",
                                         "currently", "tonights", "todays",   "presently"};
constexpr std::array<std::string_view, 8> kAtPresent = {
    "right now", "at the moment", "as of now", "just now", "at present", "so far", "for the time being", "any minute"};
const std::set<std::string_view> kThis = {"this", "next", "last", "coming", "past"};
const std::set<std::string_view> kSpans = {"week",     "weekend", "month",   "year",      "morning",  "afternoon",
                                           "evening",  "monday",  "tuesday", "wednesday", "thursday", "friday",
                                           "saturday", "sunday",  "night",   "quarter"};
const std::set<std::string_view> kMonths = {"january", "february", "march",     "april",   "may",      "june",
                                            "july",    "august",   "september", "october", "november", "december"};
const std::set<std::string_view> kShortTimes = {"minute", "minutes", "second", "seconds", "hour", "hours"};
const std::set<std::string_view> kOrdinals = {
    "first",     "second",    "third",       "fourth",     "fifth",      "sixth",      "seventh",
    "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",    "thirteenth", "fourteenth",
    "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",  "thirtieth"};

constexpr std::size_t kLeastDigits = 4;  // fewer in a row are no number of somebody

bool contains_run(const Words& words, const Words& run) {
  return !run.empty() && std::search(words.begin(), words.end(), run.begin(), run.end()) != words.end();
}

// "your order is", "your last invoice was".
bool tells_a_record(const Words& words) {
  for (std::size_t at = 0; at + 2 < words.size(); ++at) {
    if (words[at] != "your") continue;
    for (std::size_t record = at + 1; record <= at + 2 && record + 1 < words.size(); ++record)
      if (kRecords.contains(words[record]) && kFacts.contains(words[record + 1])) return true;
  }
  return false;
}

// A number of the question that comes back in the answer.
bool echoes_number(const Words& words, const Words& question) {
  Words run;
  for (std::size_t at = 0; at <= question.size(); ++at) {
    if (at < question.size() && is_number_word(question[at])) {
      run.push_back(question[at]);
      continue;
    }
    if (run.size() >= kLeastDigits && contains_run(words, run)) return true;
    run.clear();
  }
  return false;
}

// "Thanks, Maria": a capital inside a sentence, right behind a greeting.
bool greets_by_name(std::string_view text) {
  static constexpr std::array<std::string_view, 7> kGreetings = {"hi",   "hello", "thanks", "you",
                                                                 "dear", "sorry", "okay"};
  std::string before;
  std::string word;
  const auto capital = [](const std::string& one) {
    return one.size() > 1 && std::isupper(static_cast<unsigned char>(one[0])) != 0 &&
           std::islower(static_cast<unsigned char>(one[1])) != 0;
  };
  for (const char letter : std::string(text) + " ") {
    if (std::isalpha(static_cast<unsigned char>(letter)) != 0) {
      word += letter;
      continue;
    }
    if (word.empty()) {
      if (letter == '.' || letter == '!' || letter == '?') before.clear();
      continue;
    }
    if (capital(word) && std::find(kGreetings.begin(), kGreetings.end(), before) != kGreetings.end()) return true;
    before.clear();
    for (const char each : word) before += static_cast<char>(std::tolower(static_cast<unsigned char>(each)));
    word.clear();
    if (letter == '.' || letter == '!' || letter == '?') before.clear();
  }
  return false;
}

// "in twenty minutes", "two hours left"; "within 24 hours" and "takes ten minutes" hold on any day.
bool counts_down(const Words& words) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (!kShortTimes.contains(words[at]) || at == 0) continue;
    if (at + 1 < words.size() && (words[at + 1] == "left" || words[at + 1] == "ago" || words[at + 1] == "remaining"))
      return true;
    std::size_t first = at;
    while (first > 0 && (is_number_word(words[first - 1]) || words[first - 1] == "a" || words[first - 1] == "an" ||
                         words[first - 1] == "half"))
      --first;
    // From a day on ("in twenty four hours") it is how long something takes.
    const bool long_span = words[at].starts_with("hour") && at - first >= 2;
    if (first < at && first > 0 && words[first - 1] == "in" && !long_span) return true;
  }
  return false;
}

bool names_a_date(const Words& words) {
  for (std::size_t at = 0; at + 1 < words.size(); ++at) {
    const auto& next = words[at + 1];
    if (kThis.contains(words[at]) && kSpans.contains(next)) return true;
    const auto dated = [](const std::string& word) {
      return kOrdinals.contains(word) || (is_number_word(word) && word != "one");
    };
    // "may two" is as good as a date; "you may" is not.
    if (kMonths.contains(words[at]) && dated(next)) return true;
    if (dated(words[at]) &&
        (kMonths.contains(next) || (next == "of" && at + 2 < words.size() && kMonths.contains(words[at + 2]))))
      return true;
  }
  return false;
}

// "how can i help you today" says nothing about today.
Words without_courtesy(Words words) {
  for (std::size_t at = 0; at + 2 < words.size();) {
    if (words[at] == "help" && words[at + 1] == "you" && words[at + 2] == "today") {
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(at + 2));
    } else {
      ++at;
    }
  }
  return words;
}

}  // namespace

std::string not_static_because(const AnswerOfCall& answer) {
  if (answer.used_tool) return "tool result";
  const auto words = without_courtesy(normalise(answer.text));
  for (const auto& secret : answer.private_words)
    if (contains_run(words, normalise(secret))) return "caller data";
  if (tells_a_record(words) || says_any(words, kOfCaller) || echoes_number(words, normalise(answer.question)) ||
      greets_by_name(answer.text))
    return "caller data";
  const bool now = std::any_of(words.begin(), words.end(), [](const auto& word) { return kNow.contains(word); });
  if (now || says_any(words, kAtPresent) || counts_down(words) || names_a_date(words)) return "bound to a date";
  return {};
}

}  // namespace parley
