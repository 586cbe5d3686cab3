// SPDX-License-Identifier: Apache-2.0
#include "trigram_model.hpp"

#include <algorithm>
#include <cmath>
#include <ostream>
#include <set>

namespace parley {

namespace {

constexpr double kDiscount = 0.5;
// Share of every distribution that is spread over all words alike, so that none is impossible.
constexpr double kUniformMass = 0.5;

double discount_of(double count) { return std::min(kDiscount, count * kDiscount); }

std::uint64_t pair_key(WordId first, WordId second) { return (static_cast<std::uint64_t>(first) << 21U) | second; }

}  // namespace

Vocabulary::Vocabulary() {
  add("<s>");
  add("</s>");
}

WordId Vocabulary::add(std::string_view word) {
  auto [place, added] = ids_.try_emplace(std::string(word), static_cast<WordId>(words_.size()));
  if (added) words_.emplace_back(word);
  return place->second;
}

WordId Vocabulary::find(std::string_view word) const {
  auto place = ids_.find(std::string(word));
  return place == ids_.end() ? kNone : place->second;
}

void TrigramCounts::add(const std::vector<WordId>& sentence, double weight, bool goes_on) {
  WordId before = Vocabulary::kNone;
  WordId last = Vocabulary::kStart;
  auto count = [&](WordId next) {
    words_[next] += weight;
    total_ += weight;
    count_after(after_one_[last], next, weight);
    if (before != Vocabulary::kNone) count_after(after_two_[pair_key(before, last)], next, weight);
    before = last;
    last = next;
  };
  for (auto word : sentence) count(word);
  if (!goes_on) count(Vocabulary::kEnd);
}

void TrigramCounts::count_after(History& history, WordId next, double weight) {
  auto& count = history.next[next];
  history.freed -= discount_of(count);
  count += weight;
  history.freed += discount_of(count);
  history.total += weight;
}

void TrigramCounts::add_word(WordId word, double weight) {
  words_[word] += weight;
  total_ += weight;
}

double TrigramCounts::given(const History* history, WordId next, double lower) {
  if (!history) return lower;
  auto place = history->next.find(next);
  double seen = 0;
  if (place != history->next.end()) seen = place->second - discount_of(place->second);
  return (seen + history->freed * lower) / history->total;
}

double TrigramCounts::probability(WordId before, WordId last, WordId next, std::size_t vocabulary_size) const {
  if (total_ <= 0) return 1.0 / static_cast<double>(vocabulary_size - 1);
  auto lookup = [](const auto& table, std::uint64_t key) -> const History* {
    auto place = table.find(key);
    return place == table.end() ? nullptr : &place->second;
  };
  auto word = words_.find(next);
  const double uniform = 1.0 / static_cast<double>(vocabulary_size - 1);  // <s> never follows
  const double freed = kUniformMass * static_cast<double>(words_.size());
  double value = ((word == words_.end() ? 0 : word->second) + freed * uniform) / (total_ + freed);
  if (last != Vocabulary::kNone) value = given(lookup(after_one_, last), next, value);
  if (last != Vocabulary::kNone && before != Vocabulary::kNone) {
    value = given(lookup(after_two_, pair_key(before, last)), next, value);
  }
  return value;
}

TrigramModel::TrigramModel(const Vocabulary& vocabulary, const std::vector<WeightedCounts>& parts)
    : vocabulary_(vocabulary), words_(vocabulary.size(), 0.0) {
  double shares = 0;
  for (const auto& part : parts) shares += part.share;
  auto mixed = [&](WordId before, WordId last, WordId next) {
    double sum = 0;
    for (const auto& part : parts) {
      sum += part.share / shares * part.counts->probability(before, last, next, vocabulary_.size());
    }
    return sum;
  };
  for (WordId word = 1; word < words_.size(); ++word) words_[word] = mixed(Vocabulary::kNone, Vocabulary::kNone, word);

  std::map<std::uint64_t, std::set<WordId>> pairs;
  std::map<std::uint64_t, std::set<WordId>> triples;
  for (const auto& part : parts) {
    for (const auto& [key, history] : part.counts->after_one_) {
      for (const auto& [word, count] : history.next) pairs[key].insert(word);
    }
    for (const auto& [key, history] : part.counts->after_two_) {
      for (const auto& [word, count] : history.next) triples[key].insert(word);
    }
  }
  // The back-off weight hands what the seen words leave to the shorter history's unseen words.
  auto fill = [](History& history, const std::set<WordId>& next, auto&& longer, auto&& shorter) {
    double seen = 0;
    double seen_shorter = 0;
    for (auto word : next) {
      history.next.emplace_back(word, longer(word));
      seen += history.next.back().second;
      seen_shorter += shorter(word);
    }
    history.backoff = std::max(1e-6, 1 - seen) / std::max(1e-6, 1 - seen_shorter);
  };
  for (const auto& [key, next] : pairs) {
    const auto last = static_cast<WordId>(key);
    fill(
        after_one_[key], next, [&](WordId word) { return mixed(Vocabulary::kNone, last, word); },
        [&](WordId word) { return words_[word]; });
  }
  for (const auto& [key, next] : triples) {
    const auto before = static_cast<WordId>(key >> 21U);
    const auto last = static_cast<WordId>(key & 0x1FFFFFU);
    fill(
        after_two_[key], next, [&](WordId word) { return mixed(before, last, word); },
        [&](WordId word) { return probability(Vocabulary::kNone, last, word); });
  }
}

const double* TrigramModel::find(const History& history, WordId next) {
  auto place = std::lower_bound(history.next.begin(), history.next.end(), next,
                                [](const auto& entry, WordId id) { return entry.first < id; });
  return place != history.next.end() && place->first == next ? &place->second : nullptr;
}

double TrigramModel::probability(WordId before, WordId last, WordId next) const {
  if (next == Vocabulary::kStart || next >= words_.size()) return 0;
  double weight = 1;
  if (before != Vocabulary::kNone && last != Vocabulary::kNone) {
    if (auto place = after_two_.find(pair_key(before, last)); place != after_two_.end()) {
      if (const auto* seen = find(place->second, next)) return *seen;
      weight *= place->second.backoff;
    }
  }
  if (last != Vocabulary::kNone) {
    if (auto place = after_one_.find(last); place != after_one_.end()) {
      if (const auto* seen = find(place->second, next)) return weight * *seen;
      weight *= place->second.backoff;
    }
  }
  return weight * words_[next];
}

double TrigramModel::completeness(WordId before, WordId last) const {
  const double end = probability(before, last, Vocabulary::kEnd);
  double best = 0;
  auto consider = [&](const std::map<std::uint64_t, History>& table, std::uint64_t key) {
    auto place = table.find(key);
    if (place == table.end()) return;
    for (const auto& [word, unused] : place->second.next) {
      if (word != Vocabulary::kEnd) best = std::max(best, probability(before, last, word));
    }
  };
  if (last != Vocabulary::kNone) {
    if (before != Vocabulary::kNone) consider(after_two_, pair_key(before, last));
    consider(after_one_, last);
  }
  if (best == 0) {  // no history: any word may follow
    for (WordId word = 2; word < words_.size(); ++word) best = std::max(best, probability(before, last, word));
  }
  return end + best > 0 ? end / (end + best) : 0.5;
}

void TrigramModel::write_arpa(std::ostream& out) const {
  std::size_t pairs = 0;
  std::size_t triples = 0;
  for (const auto& [key, history] : after_one_) pairs += history.next.size();
  for (const auto& [key, history] : after_two_) triples += history.next.size();
  auto backoff = [](const std::map<std::uint64_t, History>& table, std::uint64_t key) {
    auto place = table.find(key);
    return place == table.end() ? 0.0 : std::log10(place->second.backoff);
  };
  out << "\\data\\\nngram 1=" << words_.size() << "\nngram 2=" << pairs << "\nngram 3=" << triples
      << "\n\n\\1-grams:\n";
  for (WordId word = 0; word < words_.size(); ++word) {
    const double value = word == Vocabulary::kStart ? -99 : std::log10(words_[word]);
    out << value << '\t' << vocabulary_.word(word) << '\t' << backoff(after_one_, word) << '\n';
  }
  out << "\n\\2-grams:\n";
  for (const auto& [last, history] : after_one_) {
    for (const auto& [word, value] : history.next) {
      out << std::log10(value) << '\t' << vocabulary_.word(static_cast<WordId>(last)) << ' ' << vocabulary_.word(word)
          << '\t' << backoff(after_two_, pair_key(static_cast<WordId>(last), word)) << '\n';
    }
  }
  out << "\n\\3-grams:\n";
  for (const auto& [key, history] : after_two_) {
    const auto& before = vocabulary_.word(static_cast<WordId>(key >> 21U));
    const auto& last = vocabulary_.word(static_cast<WordId>(key & 0x1FFFFFU));
    for (const auto& [word, value] : history.next) {
      out << std::log10(value) << '\t' << before << ' ' << last << ' ' << vocabulary_.word(word) << '\n';
    }
  }
  out << "\n\\end\\\n";
}

}  // namespace parley
