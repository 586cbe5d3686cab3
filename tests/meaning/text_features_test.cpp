// SPDX-License-Identifier: Apache-2.0
#include "text_features.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace parley {
namespace {

std::size_t shared(const std::vector<TextFeature>& one, const std::vector<TextFeature>& other) {
  return static_cast<std::size_t>(std::count_if(one.begin(), one.end(), [&](const TextFeature& feature) {
    return std::any_of(other.begin(), other.end(), [&](const TextFeature& o) { return o.hash == feature.hash; });
  }));
}

TEST(TextFeatures, AWordGivesItsPiecesAndItself) {
  // " ab ": 3 of two letters, 2 of three, 1 of four; the word.
  EXPECT_EQ(text_features({"ab"}).size(), 7U);
  EXPECT_TRUE(text_features({}).empty());
}

TEST(TextFeatures, RepeatedPiecesAreCountedOnceWithTheirNumber) {
  const auto once = text_features({"ab"});
  const auto twice = text_features({"ab", "ab"});
  EXPECT_EQ(twice.size(), once.size() + 1) << "the pair is new";
  EXPECT_EQ(std::count_if(twice.begin(), twice.end(), [](const TextFeature& f) { return f.count == 2; }), 7);
  EXPECT_TRUE(std::is_sorted(twice.begin(), twice.end(),
                             [](const TextFeature& one, const TextFeature& other) { return one.hash < other.hash; }));
}

TEST(TextFeatures, FormsOfAWordShareMoreThanOtherWords) {
  const auto refill = text_features({"refill"});
  EXPECT_GT(shared(refill, text_features({"refills"})), 3 * shared(refill, text_features({"opening"})));
  EXPECT_GT(shared(text_features({"pick", "up"}), text_features({"pick", "up"})),
            shared(text_features({"pick", "up"}), text_features({"up", "pick"})))
      << "order shows in pairs of words";
}

TEST(TextFeatures, OnlyTheBeginningOfAHugeTextIsRead) {
  const std::vector<std::string> huge(100000, "word");
  const std::vector<std::string> large(600, "word");
  EXPECT_EQ(text_features(huge), text_features(large));
  EXPECT_TRUE(text_features({std::string(1 << 20, 'x')}).empty()) << "one word longer than everything that is read";
}

}  // namespace
}  // namespace parley
