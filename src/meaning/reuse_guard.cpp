// SPDX-License-Identifier: Apache-2.0
#include "reuse_guard.hpp"

#include <array>
#include <unordered_set>

#include "parley/router/normalise.hpp"

namespace parley {
namespace {

using Words = std::unordered_set<std::string_view>;

const Words kDates = {"monday",  "tuesday",   "wednesday",  "thursday",  "friday",    "saturday",  "sunday",
                      "mondays", "tuesdays",  "wednesdays", "thursdays", "fridays",   "saturdays", "sundays",
                      "january", "february",  "april",      "june",      "july",      "august",    "september",
                      "october", "november",  "december",   "tomorrow",  "yesterday", "christmas", "thanksgiving",
                      "easter",  "halloween", "holiday",    "holidays",  "weekend",   "weekends"};

const Words kNegations = {"not",  "never",  "without", "nor",    "neither",
                          "none", "nobody", "nothing", "except", "instead"};

const Words kComparisons = {"than",    "versus",   "compared", "difference", "better",
                            "cheaper", "cheapest", "faster",   "worse"};

// Records that are somebody's.
const Words kRecords = {"account",     "balance", "order",     "bill",        "claim",   "policy",      "prescription",
                        "appointment", "booking", "refund",    "reservation", "invoice", "application", "package",
                        "delivery",    "payment", "statement", "transfer",    "points",  "membership",  "deposit"};

// Number words that mostly count nothing: "the one on main street", "oh".
const Words kEmptyNumbers = {"one", "oh", "double", "triple"};

constexpr std::array kAll = {Particular::number,     Particular::date, Particular::negation,
                             Particular::comparison, Particular::own,  Particular::name};

constexpr std::uint8_t bit(Particular particular) { return static_cast<std::uint8_t>(particular); }

// What an answer of this kind copes with whatever was asked.
std::uint8_t fits(ReplyKind kind) {
  switch (kind) {
    case ReplyKind::fixed:
      return 0;
    case ReplyKind::mustache:
      return bit(Particular::date);
    case ReplyKind::tool:
      return bit(Particular::number) | bit(Particular::date) | bit(Particular::own) | bit(Particular::name);
  }
  return 0;
}

bool is_own(const std::vector<std::string>& words, std::size_t at) {
  // "my order", "my last order"
  for (std::size_t back = 1; back <= 2 && back <= at; ++back)
    if (words[at - back] == "my") return kRecords.contains(words[at]);
  return false;
}

}  // namespace

std::string_view to_string(Particular particular) {
  switch (particular) {
    case Particular::number:
      return "a number";
    case Particular::date:
      return "a date";
    case Particular::negation:
      return "a negation";
    case Particular::comparison:
      return "a comparison";
    case Particular::own:
      return "the caller's own data";
    case Particular::name:
      return "a name";
  }
  return "";
}

std::uint8_t particulars_of(const std::vector<std::string>& words) {
  std::uint8_t found = 0;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const auto& word = words[at];
    if (is_number_word(word) && !kEmptyNumbers.contains(word)) found |= bit(Particular::number);
    if (kDates.contains(word)) found |= bit(Particular::date);
    if (kNegations.contains(word)) found |= bit(Particular::negation);
    if (kComparisons.contains(word)) found |= bit(Particular::comparison);
    if (is_own(words, at)) found |= bit(Particular::own);
    if (word == "is" && at >= 2 && words[at - 1] == "name" && words[at - 2] == "my") found |= bit(Particular::name);
  }
  return found;
}

void ReuseGuard::learn(std::uint32_t pattern, const std::vector<std::string>& words) {
  known_[pattern] |= particulars_of(words);
}

std::string ReuseGuard::objection(std::uint32_t pattern, ReplyKind kind, const std::vector<std::string>& words) const {
  const auto open = particulars_of(words) & ~(known_[pattern] | fits(kind));
  std::string reason;
  for (const auto particular : kAll) {
    if ((open & bit(particular)) == 0) continue;
    reason += (reason.empty() ? "" : ", ") + std::string(to_string(particular));
  }
  return reason.empty() ? reason : "the question holds " + reason + " that the stored answer knows nothing of";
}

}  // namespace parley
