// SPDX-License-Identifier: Apache-2.0
// Nothing runs before it is woken, and one thread decodes: what the ear is given in between is decided by the test.
#include "sphinx_ear.hpp"

#include <gtest/gtest.h>

#include "heard_speech.hpp"

namespace parley {
namespace {

using test::play;
using test::Samples;
using Expect = HearingContext::Expect;

const std::string kOrder = "two small teas with cream please";
const std::string kQuestion = "where are you located";
constexpr std::size_t kMinute = 60 * 8000;

class SphinxHearing : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    for (auto expect : {Expect::anything, Expect::yes_no, Expect::digits}) {
      models_[expect] =
          std::make_shared<HearingModel>(test::coffee_shop(), HearingContext{expect, {}}, test::sphinx_sources());
    }
  }
  static void TearDownTestSuite() { models_.clear(); }

  std::shared_ptr<SphinxEar> ear(std::size_t backlog = kMinute, UtteranceLimits limits = {}) {
    auto source = [](const HearingContext& context) { return models_.at(context.expect); };
    return std::make_shared<SphinxEar>(backlog, source, *clock_, EarMeters{&dropped_, &final_seconds_}, limits);
  }
  test::HeardUtterance next_utterance(SphinxEar& ear) {
    auto next = [&] { return ear.box().take(); };
    return test::waited(test::until_final(next));
  }
  Transcript final(const std::shared_ptr<SphinxEar>& ear) {
    pool_.wake(ear);
    return next_utterance(*ear).final;
  }

  static inline std::map<Expect, std::shared_ptr<HearingModel>> models_;
  std::unique_ptr<Clock> clock_ = create_system_clock();
  Counter dropped_;
  Histogram final_seconds_{{1000}};
  DecodePool pool_{1, "hear"};
  std::int64_t at_ = 0;
};

TEST_F(SphinxHearing, GivesPartialsWhileTheCallerSpeaksThenAFinal) {
  const auto mine = ear();
  at_ = 1'000'000;  // the call's clock does not start with the ear's
  const auto sound = test::spoken(kOrder);
  play(*mine, sound, at_);
  pool_.wake(mine);
  const auto partial = test::waited(mine->box().take());
  ASSERT_TRUE(partial);
  EXPECT_FALSE(partial->final);
  EXPECT_EQ(partial->utterance, 1U);
  EXPECT_FALSE(partial->text.empty());
  EXPECT_TRUE(partial->words.empty());

  EXPECT_EQ(mine->end_utterance(), 1U);
  const auto heard = final(mine);
  EXPECT_TRUE(heard.final);
  EXPECT_EQ(heard.utterance, 1U);
  EXPECT_EQ(heard.text, kOrder);
  EXPECT_GT(heard.confidence, 0);
  EXPECT_GT(heard.completeness, 0.5);
  EXPECT_EQ(heard.heard_until, (MediaTime{at_, SampleRate::hz_8000}));
  ASSERT_EQ(heard.words.size(), 6U);
  EXPECT_EQ(heard.words.front().text, "two");
  std::int64_t last = 1'000'000 + 800;
  for (const auto& word : heard.words) {
    EXPECT_GE(word.starts_at.samples, last - 160) << word.text;
    EXPECT_GT(word.ends_at.samples, word.starts_at.samples) << word.text;
    last = word.ends_at.samples;
  }
  EXPECT_LT(last, at_ - 1600) << "the silence at the end is no word";
  EXPECT_EQ(final_seconds_.in_bucket(0), 1U);
  EXPECT_EQ(mine->dropped_samples(), 0U);
}

TEST_F(SphinxHearing, GivesAnEmptyFinalForSilence) {
  const auto mine = ear();
  mine->end_utterance();
  EXPECT_EQ(final(mine).text, "") << "not a sample was heard";
  play(*mine, test::silence(2000), at_);
  EXPECT_EQ(mine->end_utterance(), 2U);
  const auto heard = final(mine);
  EXPECT_EQ(heard.utterance, 2U);
  EXPECT_EQ(heard.text, "");
  EXPECT_EQ(heard.confidence, 0);
  EXPECT_EQ(heard.completeness, 0);
  EXPECT_TRUE(heard.words.empty());
  EXPECT_EQ(heard.heard_until.samples, at_);
}

TEST_F(SphinxHearing, ForgetsADiscardedUtterance) {
  const auto mine = ear();
  play(*mine, test::spoken(kQuestion), at_);
  play(*mine, test::silence(700), at_);  // the newest moments stay
  mine->discard_utterance();
  play(*mine, test::silence(500), at_);
  mine->end_utterance();
  play(*mine, test::spoken(kOrder), at_);
  mine->end_utterance();
  const auto nothing = final(mine);
  EXPECT_EQ(nothing.utterance, 1U);
  EXPECT_EQ(nothing.text, "");
  const auto heard = next_utterance(*mine).final;
  EXPECT_EQ(heard.utterance, 2U);
  EXPECT_EQ(heard.text, kOrder);
}

TEST_F(SphinxHearing, KeepsTheNewestMomentsOfWhatItDiscards) {
  const auto mine = ear();
  const auto sound = test::spoken(kOrder);  // begins with 200 ms of silence
  const auto onset = std::span(sound).first(400 * 8);
  play(*mine, test::spoken(kQuestion), at_);
  play(*mine, test::silence(700), at_);
  play(*mine, onset, at_);
  mine->discard_utterance();
  play(*mine, std::span(sound).subspan(onset.size()), at_);
  mine->end_utterance();
  EXPECT_EQ(final(mine).text, kOrder);
}

TEST_F(SphinxHearing, ListensForSomethingElseWithoutLosingAWord) {
  const auto mine = ear();
  play(*mine, test::spoken(kQuestion), at_);
  mine->end_utterance();
  mine->expect({Expect::digits, {}});
  play(*mine, test::spoken("five nine one three"), at_);
  mine->end_utterance();
  mine->expect({Expect::anything, {}});
  play(*mine, test::spoken(kOrder), at_);
  mine->end_utterance();
  EXPECT_EQ(final(mine).text, kQuestion);
  EXPECT_EQ(next_utterance(*mine).final.text, "five nine one three");
  EXPECT_EQ(next_utterance(*mine).final.text, kOrder);
}

TEST_F(SphinxHearing, KeepsWhatWasSaidBeforeItIsToldWhatToExpect) {
  const auto mine = ear();
  auto sound = test::spoken("yes please");
  test::add(sound, test::spoken(kOrder));
  // Somewhere in the middle of the speech, as a dialogue does that has just understood the sentence before.
  const auto cut = sound.size() / 2;
  play(*mine, std::span(sound).first(cut), at_);
  mine->expect({Expect::yes_no, {}});
  play(*mine, std::span(sound).subspan(cut), at_);
  mine->end_utterance();
  EXPECT_EQ(final(mine).text, "yes please " + kOrder);
}

TEST_F(SphinxHearing, LosesNoDigitOfRealPeopleWhenTheExpectationChangesInTheMiddle) {
  if (!std::filesystem::exists(test::kRealSpeech)) GTEST_SKIP() << "no recordings in " << test::kRealSpeech;
  for (const char* names : {"3_theo_1 5_theo_2 1_theo_0 9_theo_3 4_theo_1", "8_theo_2 0_theo_1 7_theo_3 2_theo_0"}) {
    const auto sound = test::digits(names);
    const auto before = ear();
    before->expect({Expect::digits, {}});
    play(*before, sound, at_);
    before->end_utterance();
    const auto whole = final(before);
    EXPECT_GE(whole.words.size(), 4U) << names << whole.text;
    std::cerr << whole.text << "\n";
    for (double share : {0.2, 0.5, 0.9}) {
      const auto cut = static_cast<std::size_t>(share * static_cast<double>(sound.size()));
      const auto mine = ear();
      play(*mine, std::span(sound).first(cut), at_);
      pool_.wake(mine);
      mine->expect({Expect::digits, {}});
      play(*mine, std::span(sound).subspan(cut), at_);
      mine->end_utterance();
      EXPECT_EQ(final(mine).text, whole.text) << names << ", switched at " << share;
    }
  }
}

TEST_F(SphinxHearing, DropsTheOldestWhenNobodyDecodesAndHearsTheRest) {
  const auto order = test::spoken(kOrder);
  const auto mine = ear(order.size());
  const auto question = test::spoken(kQuestion);
  play(*mine, question, at_);
  EXPECT_EQ(mine->dropped_samples(), question.size() > order.size() ? question.size() - order.size() : 0);
  play(*mine, order, at_);
  mine->end_utterance();
  EXPECT_EQ(mine->dropped_samples(), question.size());
  EXPECT_EQ(dropped_.value(), question.size());
  const auto heard = final(mine);
  EXPECT_EQ(heard.text, kOrder);
  EXPECT_EQ(heard.heard_until.samples, at_);
  ASSERT_FALSE(heard.words.empty());
  EXPECT_GT(heard.words.front().starts_at.samples, std::ssize(question));
}

TEST_F(SphinxHearing, EndsAnUtteranceWhoseAudioIsGone) {
  const auto mine = ear(8000);
  play(*mine, test::spoken(kQuestion), at_);
  mine->end_utterance();
  play(*mine, test::silence(3000), at_);
  mine->end_utterance();
  pool_.wake(mine);
  for (std::uint32_t number : {1U, 2U}) {
    const auto heard = next_utterance(*mine).final;
    EXPECT_EQ(heard.utterance, number);
    EXPECT_EQ(heard.text, "");
  }
}

TEST_F(SphinxHearing, CountsFramesThatItCannotUse) {
  const auto mine = ear(800);
  AudioFrame wide;
  wide.rate = SampleRate::hz_16000;
  wide.count = 320;
  wide.samples.fill(20000);
  mine->hear(wide);
  EXPECT_EQ(mine->dropped_samples(), 320U);
  AudioFrame long_one;
  long_one.count = 960;  // more than the backlog
  long_one.samples.fill(20000);
  mine->hear(long_one);
  EXPECT_EQ(mine->dropped_samples(), 1280U);
  EXPECT_EQ(dropped_.value(), 1280U);
  mine->end_utterance();
  const auto heard = final(mine);
  EXPECT_EQ(heard.text, "");
  EXPECT_EQ(heard.heard_until.samples, 0);
}

TEST_F(SphinxHearing, FollowsAJumpOfTheCallersClock) {
  const auto mine = ear();
  play(*mine, test::spoken(kQuestion), at_);
  mine->end_utterance();
  at_ += 80'000;
  const auto from = at_;
  play(*mine, test::spoken(kOrder), at_);
  mine->end_utterance();
  EXPECT_LT(final(mine).words.back().ends_at.samples, from - 80'000);
  const auto heard = next_utterance(*mine).final;
  ASSERT_FALSE(heard.words.empty());
  EXPECT_GT(heard.words.front().starts_at.samples, from);
  EXPECT_EQ(heard.heard_until.samples, at_);
}

TEST_F(SphinxHearing, SettlesALongUtterancePieceByPiece) {
  constexpr std::size_t kTimes = 3;
  struct Case {
    int pause;  // at the end of every sentence, ms
    UtteranceLimits limits;
  };
  // Cut at every pause, at the second, and in the middle of a word. A sentence has 200 frames.
  for (const auto& [pause, limits] : {Case{250, {100, 9999}}, Case{250, {300, 9999}}, Case{0, {9999, 450}}}) {
    const auto mine = ear(kMinute, limits);
    const auto sentence = test::spoken(kOrder);
    const auto words = std::span(sentence).subspan(1600, sentence.size() - 1600 - 460 * 8);
    Samples tireless;
    for (std::size_t i = 0; i < kTimes; ++i) {
      test::add(tireless, words);
      test::add(tireless, test::silence(pause));
    }
    play(*mine, tireless, at_);
    mine->end_utterance();
    ASSERT_EQ(mine->dropped_samples(), 0U);
    const auto heard = final(mine);
    EXPECT_EQ(heard.utterance, 1U);
    EXPECT_GE(heard.words.size(), 5 * kTimes);
    EXPECT_LE(heard.words.size(), 7 * kTimes);
    EXPECT_TRUE(heard.text.ends_with("with cream please")) << heard.text;
    EXPECT_GT(heard.confidence, 0);
    EXPECT_LT(heard.confidence, 1) << "that of the silence after the last cut";
    for (std::size_t i = 1; i < heard.words.size(); ++i) {
      ASSERT_GE(heard.words[i].starts_at.samples, heard.words[i - 1].starts_at.samples) << i;
    }
    mine->end_utterance();
    EXPECT_EQ(final(mine).text, "") << "nothing of it is left for the next";
  }
}

TEST_F(SphinxHearing, TellsThatItIsLostWhenThereIsNoModel) {
  auto source = [](const HearingContext& context) -> std::shared_ptr<HearingModel> {
    if (context.expect == Expect::phrases) throw std::runtime_error("disk full");
    return models_.at(context.expect);
  };
  const auto mine = std::make_shared<SphinxEar>(kMinute, source, *clock_, EarMeters{});
  play(*mine, test::spoken(kOrder), at_);
  mine->end_utterance();
  mine->expect({Expect::phrases, {"elm street"}});
  play(*mine, test::spoken(kQuestion), at_);
  mine->end_utterance();
  EXPECT_EQ(final(mine).text, kOrder);
  for (int i = 0; i < 2; ++i) {
    const auto lost = test::waited(mine->box().take());
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().fault, Fault::unavailable);
    EXPECT_NE(lost.error().message.find("disk full"), std::string::npos);
  }
}

TEST_F(SphinxHearing, MayBeClosedInTheMiddleOfAWord) {
  const auto sound = test::spoken(kOrder);
  std::weak_ptr<SphinxEar> closed;
  {
    auto mine = ear();
    closed = mine;
    play(*mine, std::span(sound).first(sound.size() / 2), at_);
    pool_.wake(mine);
    EXPECT_TRUE(test::waited(mine->box().take()));
    mine->close();
    pool_.wake(mine);
  }
  // The one thread hears the next caller only once it has let go of the first.
  const auto other = ear();
  play(*other, sound, at_);
  other->end_utterance();
  EXPECT_EQ(final(other).text, kOrder);
  EXPECT_TRUE(closed.expired());
}

}  // namespace
}  // namespace parley
