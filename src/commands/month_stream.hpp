// SPDX-License-Identifier: Apache-2.0
// What callers of one organization ask in a month, drawn from two intent data sets by seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "intent_sentences.hpp"
#include "parley/core/result.hpp"

namespace parley::commands {

// Texts by intent; no text twice, as the router compares texts.
struct IntentPool {
  std::string intent;
  std::vector<std::string> texts;
};

struct MonthTexts {
  std::vector<IntentPool> clinc;       // CLINC150 without the domains and intents that BANKING77 has too
  std::vector<IntentPool> banking;     // BANKING77
  std::vector<std::string> strangers;  // CLINC150's questions of no intent
};
// DIR/fewshot/{CLINC150,BANKING77} and DIR/clinc150/domains.json.
Result<MonthTexts> read_month_texts(const std::filesystem::path& data);

enum class AskedKind { known, near, far };

struct AskedText {
  std::string text;
  std::string intent;  // empty: nobody has an answer
  AskedKind kind = AskedKind::known;
  bool repeat = false;  // word by word what was asked before
};

struct MonthPlan {
  std::size_t utterances = 5000;
  double near = 0.15;     // share of questions of the withheld intents of BANKING77
  double far = 0.15;      // share of questions of no intent
  double repeats = 0.20;  // at most
  double zipf = 1.0;      // an intent's share falls with its rank to this power
  std::size_t withheld = 27;
  std::size_t patterns = 10;  // at the start
  std::size_t examples = 5;   // of each
};

struct Month {
  std::vector<AskedText> asked;
  std::vector<IntentPool> start;             // the patterns at the start with their examples
  std::map<std::string, std::string> alike;  // patterns of the start that have the answer of another intent, by key
  std::vector<std::string> intents;          // that there is an answer to, most frequent first
};
Month draw_month(const MonthTexts& texts, const MonthPlan& plan, std::uint64_t seed);

}  // namespace parley::commands
