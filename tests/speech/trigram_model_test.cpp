// SPDX-License-Identifier: Apache-2.0
#include "trigram_model.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <sstream>

namespace parley {
namespace {

constexpr auto kNone = Vocabulary::kNone;
constexpr auto kStart = Vocabulary::kStart;
constexpr auto kEnd = Vocabulary::kEnd;

std::vector<WordId> words_of(Vocabulary& vocabulary, const std::string& text) {
  std::vector<WordId> ids;
  std::istringstream words(text);
  for (std::string word; words >> word;) ids.push_back(vocabulary.add(word));
  return ids;
}

// Two parts of unlike size with a word that only one of them has, a beginning, a weight and a lonely word.
struct Mixed {
  Vocabulary vocabulary;
  TrigramCounts orders;
  TrigramCounts smalltalk;
  double orders_share = 0.7;

  Mixed() {
    for (const char* text : {"a large latte", "a large latte with milk", "a small mocha", "large latte please"}) {
      orders.add(words_of(vocabulary, text), 3);
    }
    orders.add(words_of(vocabulary, "can i get"), 0.4, true);
    smalltalk.add(words_of(vocabulary, "a nice day"), 1);
    smalltalk.add(words_of(vocabulary, "how are you"), 0.3);
    smalltalk.add_word(vocabulary.add("umbrella"), 1);
  }
  TrigramModel model() const { return {vocabulary, {{&orders, orders_share}, {&smalltalk, 1 - orders_share}}}; }
};

std::vector<std::pair<WordId, WordId>> histories(const Vocabulary& vocabulary) {
  std::vector<std::pair<WordId, WordId>> all = {{kNone, kNone}, {kNone, 12345}, {12345, 12345}};
  const auto size = static_cast<WordId>(vocabulary.size());
  for (WordId last = 0; last < size; ++last) {
    if (last == kEnd) continue;
    all.emplace_back(kNone, last);
    for (WordId before = 0; before < size; ++before) {
      if (before != kEnd && last != kStart) all.emplace_back(before, last);
    }
  }
  return all;
}

TEST(TrigramModel, LetsSomethingFollowEveryHistoryWithCertainty) {
  const Mixed mixed;
  const auto model = mixed.model();
  for (const auto& [before, last] : histories(mixed.vocabulary)) {
    double sum = 0;
    double counted = 0;
    for (WordId next = 1; next < mixed.vocabulary.size(); ++next) {
      const double here = model.probability(before, last, next);
      ASSERT_GT(here, 0) << before << ' ' << last << ' ' << next;
      sum += here;
      counted += mixed.orders.probability(before, last, next, mixed.vocabulary.size());
    }
    EXPECT_NEAR(sum, 1, 1e-9) << before << ' ' << last;
    EXPECT_NEAR(counted, 1, 1e-9) << before << ' ' << last;
    EXPECT_EQ(model.probability(before, last, kStart), 0);
  }
  EXPECT_EQ(model.probability(kNone, kStart, kNone), 0);
}

TEST(TrigramModel, WeighsItsPartsByTheirShares) {
  Mixed mixed;
  const auto a = mixed.vocabulary.find("a");
  const auto large = mixed.vocabulary.find("large");
  const auto size = mixed.vocabulary.size();
  for (const double share : {0.1, 0.5, 0.9}) {
    mixed.orders_share = share;
    const auto model = mixed.model();
    const double expected = share * mixed.orders.probability(kStart, a, large, size) +
                            (1 - share) * mixed.smalltalk.probability(kStart, a, large, size);
    EXPECT_NEAR(model.probability(kStart, a, large), expected, 1e-12) << share;
  }
  // Shares need not sum to one.
  const TrigramModel doubled(mixed.vocabulary, {{&mixed.orders, 1.8}, {&mixed.smalltalk, 0.2}});
  EXPECT_NEAR(doubled.probability(kStart, a, large), mixed.model().probability(kStart, a, large), 1e-12);
}

TEST(TrigramModel, BacksOffToTheShorterHistoryInProportion) {
  const Mixed mixed;
  const auto model = mixed.model();
  const auto id = [&](const char* word) { return mixed.vocabulary.find(word); };
  // "small" never stood before "large": what follows is what follows "large" alone.
  for (WordId next = 1; next < mixed.vocabulary.size(); ++next) {
    EXPECT_DOUBLE_EQ(model.probability(id("small"), id("large"), next), model.probability(kNone, id("large"), next));
    EXPECT_DOUBLE_EQ(model.probability(kNone, id("umbrella"), next), model.probability(kNone, kNone, next));
  }
  // Neither word was seen after "a large": their ratio is that of the shorter history.
  const double longer =
      model.probability(id("a"), id("large"), id("milk")) / model.probability(id("a"), id("large"), id("umbrella"));
  const double shorter =
      model.probability(kNone, id("large"), id("milk")) / model.probability(kNone, id("large"), id("umbrella"));
  EXPECT_NEAR(longer, shorter, 1e-9);
  EXPECT_GT(model.probability(id("a"), id("large"), id("latte")), 0.5);
}

TEST(TrigramModel, BelievesMoreInWhatWasSaidMoreOften) {
  Vocabulary vocabulary;
  const auto one = vocabulary.add("one");
  const auto two = vocabulary.add("two");
  const auto three = vocabulary.add("three");
  TrigramCounts counts;
  EXPECT_TRUE(counts.empty());
  EXPECT_DOUBLE_EQ(counts.probability(kNone, kNone, one, vocabulary.size()), 0.25) << "nothing counted: all alike";
  counts.add({one}, 3);
  counts.add({two}, 1);
  counts.add({two}, 1);
  EXPECT_FALSE(counts.empty());
  const auto after_start = [&](WordId next) { return counts.probability(kNone, kStart, next, vocabulary.size()); };
  EXPECT_GT(after_start(one), after_start(two));
  EXPECT_GT(after_start(two), after_start(three));
  EXPECT_GT(after_start(three), 0);

  TrigramCounts at_once;
  at_once.add({one}, 3);
  at_once.add({two}, 2);
  EXPECT_DOUBLE_EQ(after_start(two), at_once.probability(kNone, kStart, two, vocabulary.size()))
      << "a weight is a count";
}

TEST(TrigramModel, DoesNotTakeABeginningForASentence) {
  for (const bool goes_on : {false, true}) {
    Vocabulary vocabulary;
    TrigramCounts counts;
    counts.add(words_of(vocabulary, "can i get"), 2, goes_on);
    counts.add(words_of(vocabulary, "bye"), 2);
    const double ends = counts.probability(vocabulary.find("i"), vocabulary.find("get"), kEnd, vocabulary.size());
    EXPECT_EQ(ends > 0.5, !goes_on) << ends;
  }
}

TEST(TrigramModel, TellsWhetherASentenceIsComplete) {
  const Mixed mixed;
  const auto model = mixed.model();
  const auto complete = [&](const char* before, const char* last) {
    return model.completeness(mixed.vocabulary.find(before), mixed.vocabulary.find(last));
  };
  EXPECT_LT(complete("latte", "with"), 0.1);
  EXPECT_GT(complete("with", "milk"), 0.9);
  EXPECT_GT(complete("latte", "please"), 0.8);
  const double either = complete("large", "latte");
  EXPECT_GT(either, 0.2);
  EXPECT_LT(either, 0.8);
  EXPECT_LT(complete("can", "i"), 0.2);
  const double unknown = complete("xyzzy", "plugh");
  EXPECT_GT(unknown, 0);
  EXPECT_LT(unknown, 1);
}

TEST(TrigramModel, WritesAWellFormedArpaFile) {
  const Mixed mixed;
  const auto model = mixed.model();
  std::stringstream arpa;
  model.write_arpa(arpa);
  std::string line;
  std::getline(arpa, line);
  ASSERT_EQ(line, "\\data\\");
  std::size_t announced[4] = {};
  for (std::size_t order = 1; order <= 3; ++order) {
    std::getline(arpa, line);
    const auto start = "ngram " + std::to_string(order) + "=";
    ASSERT_TRUE(line.starts_with(start)) << line;
    announced[order] = std::stoul(line.substr(start.size()));
  }
  EXPECT_EQ(announced[1], mixed.vocabulary.size());

  std::set<std::string> known;
  std::size_t order = 0;
  std::size_t counted[4] = {};
  bool ended = false;
  while (std::getline(arpa, line)) {
    if (line.empty()) continue;
    ASSERT_FALSE(ended) << line;
    if (line.starts_with('\\')) {
      ended = line == "\\end\\";
      if (ended) continue;
      ++order;
      ASSERT_EQ(line, "\\" + std::to_string(order) + "-grams:");
      continue;
    }
    ++counted[order];
    std::istringstream fields(line);
    double log_probability = 1;
    ASSERT_TRUE(fields >> log_probability) << line;
    EXPECT_LE(log_probability, 0) << line;
    std::vector<WordId> ids;
    std::string words;
    for (std::size_t i = 0; i < order; ++i) {
      std::string word;
      ASSERT_TRUE(fields >> word) << line;
      ids.push_back(mixed.vocabulary.find(word));
      ASSERT_NE(ids.back(), kNone) << line;
      words += (i ? " " : "") + word;
    }
    known.insert(words);
    double log_backoff = 0;
    EXPECT_EQ(static_cast<bool>(fields >> log_backoff), order < 3) << line;
    EXPECT_TRUE(std::isfinite(log_probability) && std::isfinite(log_backoff)) << line;
    EXPECT_TRUE(order == 1 || known.contains(words.substr(0, words.rfind(' ')))) << "history missing of " << line;
    if (ids.back() == kStart) continue;
    ids.insert(ids.begin(), 3 - order, kNone);
    EXPECT_NEAR(std::pow(10, log_probability), model.probability(ids[0], ids[1], ids[2]), 1e-4) << line;
  }
  EXPECT_TRUE(ended);
  for (std::size_t i = 1; i <= 3; ++i) EXPECT_EQ(counted[i], announced[i]) << i;
}

TEST(Vocabulary, NumbersWordsOnceFromTheSentenceMarksOn) {
  Vocabulary vocabulary;
  EXPECT_EQ(vocabulary.find("<s>"), kStart);
  EXPECT_EQ(vocabulary.find("</s>"), kEnd);
  const auto hours = vocabulary.add("hours");
  EXPECT_EQ(hours, 2U);
  EXPECT_EQ(vocabulary.add("hours"), hours);
  EXPECT_EQ(vocabulary.size(), 3U);
  EXPECT_EQ(vocabulary.word(hours), "hours");
  EXPECT_EQ(vocabulary.find("hour"), kNone);
}

}  // namespace
}  // namespace parley
