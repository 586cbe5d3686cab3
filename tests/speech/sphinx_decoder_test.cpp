// SPDX-License-Identifier: Apache-2.0
#include "sphinx_decoder.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "heard_speech.hpp"
#include "listening_corpus.hpp"
#include "sphinx_front_end.hpp"

namespace parley {
namespace {

const std::string kOrder = "two small teas with cream please";

// Files of a very small language, in a folder that goes with it.
class SmallLanguage {
 public:
  SmallLanguage() : folder_(std::filesystem::temp_directory_path() / ("parley-decoder-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
    const auto corpus = collect_corpus(test::coffee_shop());
    const auto model = listening_model(corpus, corpus_shares(HearingContext::Expect::anything));
    const auto& all = model.vocabulary().words();
    std::ofstream(folder_ / "dictionary") << cut_dictionary(
        {all.begin() + 2, all.end()}, test::sphinx_sources().dictionary, {}, test::sphinx_sources().by_rule);
    std::ofstream arpa(folder_ / "language_model");
    model.write_arpa(arpa);
    std::ifstream original(test::kAcousticModel / "feat.params");
    std::ofstream parameters(folder_ / "feat.params");
    for (std::string line; std::getline(original, line);) {
      if (!line.starts_with("-cmn")) parameters << line << '\n';
    }
    parameters << "-cmn none\n";
  }
  ~SmallLanguage() { std::filesystem::remove_all(folder_); }
  SmallLanguage(const SmallLanguage&) = delete;
  SmallLanguage& operator=(const SmallLanguage&) = delete;

  SphinxFiles files() const {
    return {test::kAcousticModel, folder_ / "feat.params", folder_ / "dictionary", folder_ / "language_model", {}};
  }
  // Moves the acoustic model's means along their own axes: x -> scale * x + shift.
  std::filesystem::path transform(float scale, float shift) const {
    const auto path = folder_ / "transform";
    std::ofstream out(path);
    out << "1\n3\n";
    for (int stream = 0; stream < 3; ++stream) {
      out << "13\n";
      for (int row = 0; row < 13; ++row) {
        for (int column = 0; column < 13; ++column) out << (row == column ? scale : 0) << ' ';
        out << '\n';
      }
      for (const float each : {shift, 1.0F}) {
        for (int row = 0; row < 13; ++row) out << each << ' ';
        out << '\n';
      }
    }
    return path;
  }

 private:
  std::filesystem::path folder_;
};

class SphinxDecoding : public testing::Test {
 protected:
  static void SetUpTestSuite() { language_ = std::make_unique<SmallLanguage>(); }
  static void TearDownTestSuite() { language_.reset(); }

  // Without their mean.
  static std::vector<Cepstrum> cepstra(const test::Samples& sound) {
    SphinxFrontEnd front_end(language_->files().parameters);
    std::vector<VoicedFrame> voiced;
    front_end.hear(sound, voiced);
    CepstralMean mean(Cepstrum{}, 0);
    for (const auto& frame : voiced) mean.add(frame.cepstrum);
    std::vector<Cepstrum> out;
    for (const auto& frame : voiced) out.push_back(without(frame.cepstrum, mean.mean()));
    return out;
  }
  static Decoded decoded(SphinxDecoder& decoder, std::span<const Cepstrum> frames) {
    decoder.start();
    decoder.hear(frames);
    return decoder.finish();
  }

  static inline std::unique_ptr<SmallLanguage> language_;
};

TEST_F(SphinxDecoding, HearsWordsInBothPasses) {
  const auto frames = cepstra(test::spoken(kOrder));
  for (auto pass : {SphinxPass::live, SphinxPass::settled}) {
    SphinxDecoder decoder(language_->files(), pass);
    EXPECT_EQ(decoder.pass(), pass);
    const auto heard = decoded(decoder, frames);
    EXPECT_EQ(heard.text(), kOrder);
    int last = -1;
    for (const auto& word : heard.words) {
      EXPECT_GT(word.first_frame, last) << word.text;
      EXPECT_GE(word.last_frame, word.first_frame);
      last = word.last_frame;
    }
    EXPECT_LT(last, static_cast<int>(frames.size()));
    if (pass != SphinxPass::settled) continue;
    EXPECT_GT(heard.confidence, 0);
    EXPECT_LE(heard.confidence, 1);
    for (const auto& word : heard.words) {
      EXPECT_GT(word.confidence, 0) << word.text;
      EXPECT_LE(word.confidence, 1) << word.text;
    }
  }
}

TEST_F(SphinxDecoding, KnowsTheFirstWordsWhileTheCallerSpeaks) {
  const auto frames = cepstra(test::spoken(kOrder));
  SphinxDecoder decoder(language_->files(), SphinxPass::live);
  decoder.start();
  EXPECT_TRUE(decoder.partial().words.empty());
  std::size_t most = 0;
  for (std::size_t at = 0; at < frames.size(); at += 20) {
    decoder.hear(std::span(frames).subspan(at, std::min<std::size_t>(20, frames.size() - at)));
    const auto words = decoder.partial().words.size();
    EXPECT_TRUE(words < 6 || at > frames.size() / 2) << at;
    most = std::max(most, words);
  }
  EXPECT_GE(most, 5U);
  EXPECT_EQ(decoder.partial().text().substr(0, 9), "two small");
  EXPECT_EQ(decoder.finish().text(), kOrder);
}

TEST_F(SphinxDecoding, HoldsNothingBetweenUtterances) {
  const auto order = cepstra(test::spoken(kOrder));
  const auto question = cepstra(test::spoken("what time do you close today"));
  SphinxDecoder decoder(language_->files(), SphinxPass::settled);
  const auto first = decoded(decoder, order);
  EXPECT_EQ(decoded(decoder, question).text(), "what time do you close today");
  decoder.start();  // given back in the middle of an utterance
  decoder.hear(std::span(question).first(question.size() / 2));
  const auto again = decoded(decoder, order);
  EXPECT_EQ(again.text(), first.text());
  EXPECT_DOUBLE_EQ(again.confidence, first.confidence);
  decoder.start();
  EXPECT_EQ(decoder.finish().text(), "") << "nothing was said";
}

TEST_F(SphinxDecoding, DoesNotCareHowManyFramesComeAtATime) {
  const auto frames = cepstra(test::spoken("small tea with sugar please"));
  for (auto pass : {SphinxPass::live, SphinxPass::settled}) {
    SphinxDecoder decoder(language_->files(), pass);
    const auto at_once = decoded(decoder, frames);
    decoder.start();
    for (const auto& frame : frames) decoder.hear({&frame, 1});
    const auto one_by_one = decoder.finish();
    EXPECT_EQ(one_by_one.text(), at_once.text());
    EXPECT_EQ(one_by_one.text(), "small tea with sugar please");
  }
}

TEST_F(SphinxDecoding, BearsASoundTooShortForAWord) {
  const auto frames = cepstra(test::spoken(kOrder));
  for (auto pass : {SphinxPass::live, SphinxPass::settled}) {
    SphinxDecoder decoder(language_->files(), pass);
    for (std::size_t count = 0; count <= 14; ++count) {
      decoder.start();
      decoder.hear(std::span(frames).first(count));
      EXPECT_LE(decoder.partial().words.size(), 2U) << count;
      EXPECT_LE(decoder.finish().words.size(), 2U) << count;
    }
    EXPECT_EQ(decoded(decoder, frames).text(), kOrder);
  }
}

TEST_F(SphinxDecoding, AppliesATransformOfTheAcousticModel) {
  const auto frames = cepstra(test::spoken(kOrder));
  auto files = language_->files();
  files.phone_transform = language_->transform(1, 0);
  SphinxDecoder same(files, SphinxPass::settled);
  EXPECT_EQ(decoded(same, frames).text(), kOrder);
  files.phone_transform = language_->transform(-1, 5);
  SphinxDecoder spoilt(files, SphinxPass::settled);
  EXPECT_NE(decoded(spoilt, frames).text(), kOrder);
}

TEST_F(SphinxDecoding, HearsOnManyThreadsAtOnce) {
  const std::string texts[] = {kOrder, "what time do you close today", "where are you located"};
  std::vector<std::string> heard(std::size(texts));
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < std::size(texts); ++i) {
    threads.emplace_back([&, i] {
      SphinxDecoder decoder(language_->files(), SphinxPass::settled);
      heard[i] = decoded(decoder, cepstra(test::spoken(texts[i]))).text();
    });
  }
  for (auto& thread : threads) thread.join();
  for (std::size_t i = 0; i < std::size(texts); ++i) EXPECT_EQ(heard[i], texts[i]);
}

TEST_F(SphinxDecoding, RefusesFilesThatAreWrong) {
  const auto refused = [&](auto&& spoil) {
    auto files = language_->files();
    spoil(files);
    EXPECT_THROW(SphinxDecoder(files, SphinxPass::live), std::runtime_error);
  };
  refused([](SphinxFiles& files) { files.language_model = "/nowhere/model"; });
  refused([](SphinxFiles& files) { files.dictionary = "/nowhere/dictionary"; });
  refused([](SphinxFiles& files) { files.acoustic_model = "/nowhere"; });
  refused([](SphinxFiles& files) { files.language_model = files.dictionary; });
}

}  // namespace
}  // namespace parley
