// SPDX-License-Identifier: Apache-2.0
#include "hearing_model.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <sstream>

#include "heard_speech.hpp"

namespace parley {
namespace {

// A temporary folder of the test's own, so that it sees what a model leaves behind.
class HearingModels : public testing::Test {
 protected:
  void SetUp() override {
    if (const char* before = getenv("TMPDIR")) before_ = before;
    scratch_ = std::filesystem::temp_directory_path() / ("parley-models-" + std::to_string(getpid()));
    std::filesystem::create_directories(scratch_);
    setenv("TMPDIR", scratch_.c_str(), 1);
  }
  void TearDown() override {
    if (before_) {
      setenv("TMPDIR", before_->c_str(), 1);
    } else {
      unsetenv("TMPDIR");
    }
    std::filesystem::remove_all(scratch_);
  }
  bool left_nothing() const { return std::filesystem::is_empty(scratch_); }

  std::filesystem::path scratch_;
  std::optional<std::string> before_;
};

TEST_F(HearingModels, LendDecodersAndTakeThemBack) {
  {
    HearingModel model(test::coffee_shop(), {}, test::sphinx_sources());
    EXPECT_TRUE(std::filesystem::exists(model.parameters()));
    auto live = model.borrow(SphinxPass::live);
    auto another = model.borrow(SphinxPass::live);
    const auto settled = model.borrow(SphinxPass::settled);
    EXPECT_EQ(live->pass(), SphinxPass::live);
    EXPECT_EQ(another->pass(), SphinxPass::live);
    EXPECT_EQ(settled->pass(), SphinxPass::settled);
    EXPECT_NE(live.get(), another.get());
    const auto* mine = another.get();
    model.give_back(std::move(another));
    EXPECT_EQ(model.borrow(SphinxPass::live).get(), mine) << "an idle one is lent again";
  }
  EXPECT_TRUE(left_nothing());
}

TEST_F(HearingModels, GiveTheEngineEveryWordThatCanBeSaid) {
  auto shop = test::coffee_shop();
  shop.phrases = {"zyxgrumble latte", "\xD0\xB4\xD0\xB0 please", "HVAC"};
  shop.pronunciations = {{"HVAC", "h v a c"}};
  HearingModel model(shop, {}, test::sphinx_sources());
  std::ifstream file(model.parameters().parent_path() / "dictionary");
  PronouncingDictionary dictionary;
  dictionary.read(file);
  for (const char* word : {"coffee", "zyxgrumble", "hvac", "seven", "o'clock", "sunday"}) {
    EXPECT_TRUE(dictionary.find(word)) << word;
  }
  EXPECT_GT(model.words(), 500U);
  EXPECT_LT(model.words(), 3000U);
  EXPECT_TRUE(model.borrow(SphinxPass::settled));
}

TEST_F(HearingModels, HoldTheWordsOfOurOwnTextsInTheDictionary) {
  const auto corpus = collect_corpus({});
  const auto& words = corpus.vocabulary.words();
  for (std::size_t i = 2; i < words.size(); ++i) {
    EXPECT_TRUE(test::sphinx_sources().dictionary.find(words[i])) << words[i];
  }
}

TEST_F(HearingModels, TellHowCompleteASentenceIs) {
  struct Case {
    std::vector<std::string> words;
    double least;
    double most;
  };
  HearingModel model(test::coffee_shop(), {}, test::sphinx_sources());
  const Case cases[] = {
      {{}, 0, 0},
      {{"with"}, 0, 0},  // nothing ends so
      {{"what's"}, 0, 0},
      {{"can", "i", "get", "a"}, 0, 0},
      {{"a", "large", "coffee", "with", "my"}, 0, 0},
      {{"a", "large", "coffee", "with", "milk"}, 0.8, 1},
      {{"where", "are", "you", "located"}, 0.8, 1},
      {{"where", "are", "you"}, 0, 0.3},
      {{"a", "large"}, 0, 0.2},
      {{"zyxgrumble"}, 0, 1},
  };
  for (const auto& [words, least, most] : cases) {
    const auto value = model.completeness(words);
    EXPECT_GE(value, least) << testing::PrintToString(words);
    EXPECT_LE(value, most) << testing::PrintToString(words);
  }
}

TEST_F(HearingModels, FailWithoutLeavingAnythingBehind) {
  SphinxSources broken{"/nowhere", {}, {}, flite_letter_to_sound()};
  EXPECT_THROW(HearingModel(test::coffee_shop(), {}, broken), std::runtime_error);
  EXPECT_TRUE(left_nothing());
  setenv("TMPDIR", "/nowhere", 1);
  EXPECT_THROW(HearingModel(test::coffee_shop(), {}, test::sphinx_sources()), std::runtime_error);
}

}  // namespace
}  // namespace parley
