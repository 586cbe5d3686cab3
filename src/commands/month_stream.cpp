// SPDX-License-Identifier: Apache-2.0
#include "month_stream.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "parley/router/normalise.hpp"

namespace parley::commands {
namespace {

// What BANKING77 asks as well: an organization has one answer to it, not two.
const std::set<std::string> kSharedDomains = {"banking", "credit_cards"};
const std::set<std::string> kSharedIntents = {"exchange_rate"};

Result<std::set<std::string>> shared_intents(const std::filesystem::path& file) {
  std::ifstream stream(file);
  const auto json = nlohmann::json::parse(stream, nullptr, false);
  if (!json.is_object()) return Error{Fault::invalid_input, file.string() + " is no JSON object of domains"};
  auto shared = kSharedIntents;
  for (const auto& [domain, intents] : json.items())
    if (kSharedDomains.contains(domain))
      for (const auto& intent : intents) shared.insert(intent.get<std::string>());
  return shared;
}

class Pools {
 public:
  void add(const std::vector<IntentSentence>& sentences, const std::set<std::string>& without) {
    for (const auto& [text, intent] : sentences)
      if (!without.contains(intent) && fresh(text)) pools_[intent].push_back(text);
  }
  bool fresh(const std::string& text) {
    const auto words = join_words(without_emphasis(normalise(text)));
    return !words.empty() && seen_.insert(words).second;
  }
  std::vector<IntentPool> take() {
    std::vector<IntentPool> taken;
    for (auto& [intent, texts] : pools_) taken.push_back({intent, std::move(texts)});
    pools_.clear();
    return taken;
  }

 private:
  std::map<std::string, std::vector<std::string>> pools_;
  std::set<std::string> seen_;
};

// Draws intents by Zipf's law until each runs out of texts.
class ZipfPools {
 public:
  ZipfPools(std::vector<IntentPool> pools, double power) : pools_(std::move(pools)), power_(power) {}

  // Empty: nothing is left.
  AskedText draw(AskedKind kind, std::mt19937_64& random) {
    std::vector<double> weights;
    weights.reserve(pools_.size());
    for (std::size_t rank = 0; rank < pools_.size(); ++rank)
      weights.push_back(pools_[rank].texts.empty() ? 0 : 1 / std::pow(static_cast<double>(rank + 1), power_));
    if (std::all_of(weights.begin(), weights.end(), [](double weight) { return weight <= 0; })) return {};
    auto& pool = pools_[std::discrete_distribution<std::size_t>(weights.begin(), weights.end())(random)];
    AskedText asked{pool.texts.back(), kind == AskedKind::known ? pool.intent : "", kind, false};
    pool.texts.pop_back();
    return asked;
  }

 private:
  std::vector<IntentPool> pools_;
  double power_;
};

void shuffle_texts(std::vector<IntentPool>& pools, std::mt19937_64& random) {
  for (auto& pool : pools) std::shuffle(pool.texts.begin(), pool.texts.end(), random);
}

}  // namespace

Result<MonthTexts> read_month_texts(const std::filesystem::path& data) {
  const auto shared = shared_intents(data / "clinc150" / "domains.json");
  if (!shared) return shared.error();
  MonthTexts texts;
  Pools pools;
  // BANKING77's valid is part of its train_full.
  for (const char* split : {"train_full", "test"}) {
    const auto read = read_intent_sentences(data / "fewshot" / "BANKING77" / split);
    if (!read) return read.error();
    pools.add(*read, {});
  }
  texts.banking = pools.take();
  for (const char* split : {"train", "valid", "test"}) {
    const auto read = read_intent_sentences(data / "fewshot" / "CLINC150" / split);
    if (!read) return read.error();
    pools.add(*read, *shared);
  }
  texts.clinc = pools.take();
  for (const char* split : {"train", "valid", "test"}) {
    const auto read = read_intent_sentences(data / "fewshot" / "CLINC150" / "oos" / split);
    if (!read) return read.error();
    for (const auto& one : *read)
      if (pools.fresh(one.text)) texts.strangers.push_back(one.text);
  }
  return texts;
}

Month draw_month(const MonthTexts& texts, const MonthPlan& plan, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  auto banking = texts.banking;
  std::shuffle(banking.begin(), banking.end(), random);
  const auto withheld = static_cast<std::ptrdiff_t>(std::min(plan.withheld, banking.size()));
  std::vector<IntentPool> near(banking.begin(), banking.begin() + withheld);
  std::vector<IntentPool> known(banking.begin() + withheld, banking.end());
  known.insert(known.end(), texts.clinc.begin(), texts.clinc.end());
  std::shuffle(known.begin(), known.end(), random);
  shuffle_texts(known, random);
  shuffle_texts(near, random);
  auto strangers = texts.strangers;
  std::shuffle(strangers.begin(), strangers.end(), random);
  Month month;
  for (const auto& pool : known) month.intents.push_back(pool.intent);
  std::vector<std::size_t> ranks(known.size());
  for (std::size_t rank = 0; rank < ranks.size(); ++rank) ranks[rank] = rank;
  std::shuffle(ranks.begin(), ranks.end(), random);
  for (std::size_t at = 0; at < std::min(plan.patterns, ranks.size()); ++at) {
    auto& pool = known[ranks[at]];
    auto& start = month.start.emplace_back(IntentPool{pool.intent, {}});
    for (std::size_t example = 0; example < plan.examples && !pool.texts.empty(); ++example) {
      start.texts.push_back(pool.texts.back());
      pool.texts.pop_back();
    }
  }
  ZipfPools from_known(std::move(known), plan.zipf);
  ZipfPools from_near(std::move(near), plan.zipf);
  std::map<AskedKind, std::vector<std::size_t>> before;
  std::uniform_real_distribution<double> chance(0, 1);
  const auto most_repeats = static_cast<std::size_t>(plan.repeats * static_cast<double>(plan.utterances));
  std::size_t repeats = 0;
  while (month.asked.size() < plan.utterances) {
    const double drawn = chance(random);
    const auto kind = drawn < plan.near              ? AskedKind::near
                      : drawn < plan.near + plan.far ? AskedKind::far
                                                     : AskedKind::known;
    auto& same_kind = before[kind];
    AskedText asked;
    if (!same_kind.empty() && repeats < most_repeats && chance(random) < plan.repeats) {
      asked = month.asked[same_kind[std::uniform_int_distribution<std::size_t>(0, same_kind.size() - 1)(random)]];
      asked.repeat = true;
      ++repeats;
    } else if (kind == AskedKind::far) {
      if (!strangers.empty()) {
        asked = {strangers.back(), "", kind, false};
        strangers.pop_back();
      }
    } else {
      asked = (kind == AskedKind::near ? from_near : from_known).draw(kind, random);
    }
    if (asked.text.empty()) break;  // the data sets are used up
    same_kind.push_back(month.asked.size());
    month.asked.push_back(std::move(asked));
  }
  return month;
}

}  // namespace parley::commands
