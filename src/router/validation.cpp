// SPDX-License-Identifier: Apache-2.0
#include "validation.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <unordered_set>

#include "parley/router/normalise.hpp"

namespace parley {
namespace {

RE2::Options options() {
  RE2::Options chosen;
  chosen.set_case_sensitive(false);
  chosen.set_log_errors(false);
  return chosen;
}

// What recognisers make of coughs and clicks: single crumbs of speech without a subject.
const std::unordered_set<std::string_view> kCrumbs = {"a",  "an", "the",  "and", "of",  "to", "in",
                                                      "it", "is", "that", "at",  "but", "or", "as"};

bool only_crumbs(const std::vector<std::string>& words) {
  return words.size() <= 2 &&
         std::all_of(words.begin(), words.end(), [](const std::string& word) { return kCrumbs.contains(word); });
}

// Nothing but the same one to three words, at least four times: "the the the the". Numbers are meant ("nine nine nine
// nine"). Of the text as it was pronounced: normalise() takes repetitions for false starts.
bool repeats(std::string_view text) {
  constexpr std::size_t kTimes = 4;
  const auto words = pronounced_words(text);
  for (std::size_t unit = 1; unit <= 3 && words.size() >= kTimes * unit; ++unit) {
    const auto step = static_cast<std::ptrdiff_t>(unit);
    if (std::any_of(words.begin(), words.begin() + step, [](const auto& word) { return is_number_word(word); }))
      continue;
    // A last unit may be cut off.
    if (std::equal(words.begin() + step, words.end(), words.begin())) return true;
  }
  return false;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

Validation::Validation(const std::vector<std::string>& blocklist, RouterLimits limits, std::vector<std::string>& faults)
    : limits_(limits) {
  auto set = std::make_unique<RE2::Set>(options(), RE2::UNANCHORED);
  const auto faults_before = faults.size();
  for (std::size_t index = 0; index < blocklist.size(); ++index) {
    std::string problem;
    if (blocklist[index].empty())
      problem = "is empty and would block everything";
    else
      set->Add(blocklist[index], &problem);
    if (!problem.empty())
      faults.push_back("blocklist entry " + std::to_string(index + 1) + " \"" + blocklist[index] + "\": " + problem);
  }
  if (blocklist.empty() || faults.size() != faults_before) return;
  if (!set->Compile())
    faults.push_back("blocklist: too large to compile; use fewer or simpler expressions");
  else
    blocklist_ = std::move(set);
}

bool Validation::blocked(std::string_view text) const {
  return blocklist_->Match(re2::StringPiece(text.data(), text.size()), nullptr);
}

Refusal Validation::check(const RouteQuery& query, const std::vector<std::string>& words) const {
  if (is_blank(query.text)) return Refusal::empty;
  if (blocklist_ &&
      (blocked(std::string_view(query.text).substr(0, kMaxNormalisedBytes)) || blocked(join_words(words))))
    return Refusal::blocked;
  if (query.text.size() > kMaxNormalisedBytes || words.size() > limits_.max_words) return Refusal::too_long;
  if (words.empty() || only_crumbs(words)) return Refusal::noise;
  if (query.confidence < limits_.min_confidence) return Refusal::unclear;
  if (repeats(query.text)) return Refusal::repeated;
  return Refusal::none;
}

}  // namespace parley
