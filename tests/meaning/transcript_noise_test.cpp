// SPDX-License-Identifier: Apache-2.0
#include "transcript_noise.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace parley {
namespace {

using Words = std::vector<std::string>;

const std::vector<std::string> kSentences = {
    "where is my card",   "when will my card come",   "i lost my card",
    "where is my refund", "when will my refund come", "i want my money back",
    "send my money",      "where is my money",        "will my money come back"};
const Words kAsked = {"where", "is", "my", "card"};

TEST(SoundDistance, WordsThatSoundAlikeAreNearer) {
  struct Case {
    const char* word;
    const char* near;
    const char* far;
  };
  const Case cases[] = {{"bill", "pill", "card"},
                        {"help", "tell", "money"},
                        {"trip", "drip", "weather"},
                        {"pen", "pan", "pet"},
                        {"spend", "spent", "ten"}};
  for (const auto& [word, near, far] : cases) EXPECT_LT(sound_distance(word, near), sound_distance(word, far)) << word;
  EXPECT_EQ(sound_distance("card", "card"), 0);
  EXPECT_EQ(sound_distance("", "card"), 1);
  EXPECT_EQ(sound_distance("", ""), 0);
}

TEST(TranscriptNoise, EqualSeedsHearTheSame) {
  TranscriptNoise noise(kSentences);
  TranscriptNoise other(kSentences);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto heard = noise.hear(kAsked, seed);
    EXPECT_EQ(heard.words, other.hear(kAsked, seed).words);
    EXPECT_GE(heard.confidence, 0.3);
    EXPECT_LE(heard.confidence, 1);
  }
}

TEST(TranscriptNoise, SomeAreHeardWholeAndWhatIsNotHasWordsOfTheModel) {
  TranscriptNoise noise(kSentences);
  std::set<std::string> model = {"a",    "to",   "i",    "the",  "one",    "can",  "you",   "that",  "is",
                                 "four", "are",  "on",   "in",   "my",     "do",   "it",    "where", "card",
                                 "when", "will", "come", "lost", "refund", "want", "money", "back",  "send"};
  int whole = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto heard = noise.hear(kAsked, seed).words;
    whole += heard == kAsked ? 1 : 0;
    for (const auto& word : heard) EXPECT_TRUE(model.contains(word)) << word;
  }
  EXPECT_GT(whole, 60);
  EXPECT_LT(whole, 240);
}

TEST(TranscriptNoise, SureUtterancesHaveFewerErrors) {
  TranscriptNoise noise(kSentences);
  int sure = 0;
  int sure_whole = 0;
  int unsure = 0;
  int unsure_whole = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    const auto heard = noise.hear(kAsked, seed);
    (heard.confidence >= 0.9 ? sure : unsure) += 1;
    if (heard.words == kAsked) (heard.confidence >= 0.9 ? sure_whole : unsure_whole) += 1;
  }
  ASSERT_GT(sure, 100);
  ASSERT_GT(unsure, 100);
  EXPECT_GT(static_cast<double>(sure_whole) / sure, static_cast<double>(unsure_whole) / unsure + 0.1);
}

TEST(TranscriptNoise, AWordThatNoOtherSentenceHasIsHardlyEverHeard) {
  TranscriptNoise noise(kSentences);
  int lost = 0;
  int money = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto heard = noise.hear({"i", "lost", "my", "money"}, seed).words;
    lost += std::count(heard.begin(), heard.end(), "lost") > 0 ? 1 : 0;
    money += std::count(heard.begin(), heard.end(), "money") > 0 ? 1 : 0;
  }
  EXPECT_LT(lost, 90);  // and when a word is put in before it
  EXPECT_GT(money, 150);
}

}  // namespace
}  // namespace parley
