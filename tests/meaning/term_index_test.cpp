// SPDX-License-Identifier: Apache-2.0
#include "term_index.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace parley {
namespace {

using Sentences = std::vector<std::vector<TextFeature>>;

// The same by its definition.
double cosine(const Sentences& examples, std::size_t example, const std::vector<TextFeature>& asked) {
  std::map<std::uint32_t, double> found;
  for (const auto& one : examples)
    for (const auto& feature : one) found[feature.hash] += 1;
  const auto weight = [&](const TextFeature& feature) {
    const auto documents = static_cast<double>(examples.size());
    return (1 + std::log(static_cast<double>(feature.count))) *
           (std::log((1 + documents) / (1 + found[feature.hash])) + 1);
  };
  double dot = 0;
  double squares[2] = {0, 0};
  for (const auto& feature : asked) squares[0] += weight(feature) * weight(feature);
  for (const auto& feature : examples[example]) {
    squares[1] += weight(feature) * weight(feature);
    for (const auto& other : asked)
      if (other.hash == feature.hash) dot += weight(feature) * weight(other);
  }
  return dot / std::sqrt(squares[0] * squares[1]);
}

TEST(TermIndex, CosinesAreThoseOfTheDefinition) {
  const Sentences examples = {text_features({"what", "are", "your", "hours"}),
                              text_features({"when", "do", "you", "open"}), text_features({"where", "are", "you"}),
                              text_features({"what", "what", "is", "it"})};
  const TermIndex index(examples);
  for (const auto& asked :
       {text_features({"what", "hours", "are", "those"}), text_features({"you", "you"}), examples[2]}) {
    std::vector<float> cosines(index.size());
    index.cosines(asked, cosines);
    for (std::size_t at = 0; at < examples.size(); ++at)
      EXPECT_NEAR(static_cast<double>(cosines[at]), cosine(examples, at, asked), 1e-4) << at;
  }
}

TEST(TermIndex, WordsThatNobodyTaughtMakeEverythingLessAlike) {
  const Sentences examples = {text_features({"opening", "hours"}), text_features({"credit", "cards"})};
  const TermIndex index(examples);
  std::vector<float> plain(2);
  std::vector<float> longer(2);
  index.cosines(text_features({"opening", "hours"}), plain);
  index.cosines(text_features({"opening", "hours", "zzyzx"}), longer);
  EXPECT_NEAR(static_cast<double>(plain[0]), 1, 1e-4);
  EXPECT_LT(longer[0], plain[0]);
  EXPECT_LT(plain[1], 0.05F);
}

TEST(TermIndex, NothingIsLikeNothing) {
  const TermIndex index({text_features({"hours"})});
  std::vector<float> cosines(1, 5);
  index.cosines({}, cosines);
  EXPECT_EQ(cosines[0], 0);
  const TermIndex empty;
  empty.cosines(text_features({"hours"}), {});
  EXPECT_EQ(empty.size(), 0U);
}

}  // namespace
}  // namespace parley
