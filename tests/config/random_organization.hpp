// SPDX-License-Identifier: Apache-2.0
// Organizations with every field set at random to what the readers allow, for round trips.
#pragma once

#include <random>
#include <set>

#include "parley/core/organization.hpp"

namespace parley {

class RandomOrganization {
 public:
  explicit RandomOrganization(unsigned seed) : random_(seed) {}

  Organization make() {
    Organization organization;
    organization.key.value = "o" + std::to_string(below(100000));
    organization.name = text(1);
    organization.language = chance() ? "de-DE" : "en-US";
    organization.timezone = chance() ? "Europe/Berlin" : "Etc/GMT+5";
    organization.voice = text(1);
    for (std::size_t i = below(4) + 1; i > 0; --i) organization.numbers.push_back("+1555" + std::to_string(1000 + i));
    organization.greeting = text();
    organization.after_hours_greeting = text();
    organization.farewell = text();
    organization.disclosure = text();
    for (unsigned day = 0; day < 7; ++day)
      if (chance()) organization.hours.by_weekday[day] = spans();
    for (unsigned i = below(4); i > 0; --i) organization.hours.closed.push_back(date(1 + i));
    for (unsigned i = below(4); i > 0; --i) organization.hours.special[date(7 + i)] = spans();
    organization.silence = {std::chrono::milliseconds{1000 + below(100000)}, below(11)};
    organization.limits = {1 + below(1000), std::chrono::minutes{1 + below(1440)}};
    for (unsigned i = below(4); i > 0; --i) organization.pronunciations[text(1) + std::to_string(i)] = text(1);
    organization.blocklist = texts();
    organization.phrases = texts();
    organization.fallback = {text(), chance(), std::nullopt};
    if (chance()) organization.fallback.transfer_to = "+1555" + std::to_string(below(1000000));
    organization.prices = {below(1000) / 1024.0, 1.0 / (1 + below(1000000))};
    if (chance()) organization.retention.recording_days = below(36501);
    if (chance()) organization.retention.transcript_days = below(36501);
    organization.router = router();
    for (unsigned i = below(3); i > 0; --i)
      organization.prewarm.questions.push_back("when " + std::to_string(below(9)));
    for (unsigned i = below(3); i > 0; --i) organization.prewarm.callers.push_back("+1555" + std::to_string(below(99)));
    std::set<std::string> said;  // one phrase with two answers is a fault
    for (unsigned i = below(6); i > 0; --i) {
      auto added = pattern(i);
      for (auto& example : added.examples)
        while (!said.insert(example).second) example += 'x';
      if (added.after == AfterReply::transfer && !organization.fallback.transfer_to) added.after = AfterReply::listen;
      organization.patterns.push_back(std::move(added));
    }
    return organization;
  }

  Pattern pattern(unsigned number) {
    Pattern pattern;
    pattern.key = "p_" + std::to_string(number);
    pattern.examples = texts();
    if (pattern.examples.empty() || chance()) pattern.keywords.push_back(rule());
    pattern.reply = text(1);
    pattern.kind = static_cast<ReplyKind>(below(3));
    pattern.after = static_cast<AfterReply>(below(4));
    pattern.active = chance();
    pattern.never_suppress = chance();
    pattern.care = static_cast<Care>(below(3));
    pattern.offers = text();
    return pattern;
  }

  RouterFlags router() {
    RouterFlags flags;
    flags.enabled = chance();
    flags.shadow = chance();
    flags.debug = chance();
    flags.learn = chance();
    if (chance()) flags.harmless_target = 0.5 + below(499) / 1000.0;
    if (chance()) flags.usual_target = 0.5 + below(499) / 1000.0;
    if (chance()) flags.sensitive_target = 0.5 + below(499) / 1000.0;
    flags.extra_scope = below(1001) / 1000.0;
    flags.extra_margin = below(1001) / 1000.0;
    flags.min_confidence_to_learn = 0.5 + below(501) / 1000.0;
    flags.rollout.percentage = below(10001) / 100.0;
    for (unsigned i = below(3); i > 0; --i) flags.rollout.whitelist.push_back("+1555" + std::to_string(below(10000)));
    for (unsigned i = below(3); i > 0; --i) flags.rollout.blacklist.push_back(std::to_string(below(10000)));
    return flags;
  }

 private:
  unsigned below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }
  bool chance() { return below(2) == 0; }

  // Pieces that need quoting in YAML, JSON or CSV.
  std::string text(std::size_t least = 0) {
    static constexpr const char* kPieces[] = {
        "hours", " ", "\"", "'",  ",",  "|",      "\n", "\r\n",   "\\", "/",    "null",       "true", "12", "- ", "#",
        ": ",    "[", "]",  "{{", "}}", "\u00e4", "~",  "\u2026", "\t", "=1+1", "\U0001f600", ";",    "%",  "x"};
    std::string made;
    for (std::size_t i = below(8) + least; i > 0; --i) made += kPieces[below(std::size(kPieces))];
    return made;
  }
  std::vector<std::string> texts() {
    std::vector<std::string> made;
    for (unsigned i = below(4); i > 0; --i) made.push_back(text(1));
    return made;
  }
  KeywordRule rule() {
    KeywordRule rule{texts(), texts(), texts(), std::nullopt};
    if (rule.all.empty()) rule.any.push_back("hours");
    if (chance()) rule.max_words = 1 + below(100);
    return rule;
  }
  std::vector<OpenSpan> spans() {
    using std::chrono::minutes;
    if (chance()) return {};
    if (chance()) return {{minutes{0}, minutes{1440}}};
    return {{minutes{below(500)}, minutes{501 + below(100)}}, {minutes{601 + below(100)}, minutes{800}}};
  }
  std::chrono::year_month_day date(unsigned month) {
    using namespace std::chrono;
    return year{2026} / std::chrono::month{month} / day{1 + below(28)};
  }

  std::mt19937 random_;
};

}  // namespace parley
