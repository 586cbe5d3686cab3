// SPDX-License-Identifier: Apache-2.0
#include "sphinx_front_end.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "heard_speech.hpp"

namespace parley {
namespace {

using test::Samples;

const std::filesystem::path kParameters = test::kAcousticModel / "feat.params";

std::vector<VoicedFrame> heard(SphinxFrontEnd& front_end, std::span<const std::int16_t> sound, std::size_t step) {
  std::vector<VoicedFrame> voiced;
  while (!sound.empty()) {
    const auto part = sound.first(std::min(step, sound.size()));
    front_end.hear(part, voiced);
    sound = sound.subspan(part.size());
  }
  return voiced;
}

TEST(SphinxFrontEnd, LeavesSilenceOutAndKeepsSpeech) {
  SphinxFrontEnd front_end(kParameters);
  EXPECT_TRUE(heard(front_end, test::silence(1000), 160).empty());
  EXPECT_FALSE(front_end.in_speech());

  auto speech = test::spoken("a large coffee with milk");  // 200 ms of silence, speech, 400 ms of silence
  test::add(speech, test::silence(400));
  std::vector<VoicedFrame> voiced;
  bool was_in_speech = false;
  std::int64_t first_voiced_at = 0;
  for (std::size_t at = 0; at + 160 <= speech.size(); at += 160) {
    front_end.hear(std::span(speech).subspan(at, 160), voiced);
    was_in_speech |= front_end.in_speech();
    if (first_voiced_at == 0 && !voiced.empty()) first_voiced_at = front_end.heard();
  }
  EXPECT_TRUE(was_in_speech);
  EXPECT_FALSE(front_end.in_speech()) << "the caller has paused";
  EXPECT_GT(voiced.size(), (speech.size() - 1000 * 8) / 80);
  EXPECT_LT(voiced.size(), speech.size() / 80);
  // The first frames reach back to before the speech was noticed, and all are in the order they were said.
  EXPECT_LT(voiced.front().ends_at, first_voiced_at);
  EXPECT_GT(voiced.front().ends_at, 8000);
  EXPECT_LE(voiced.back().ends_at, front_end.heard());
  for (std::size_t i = 1; i < voiced.size(); ++i) EXPECT_EQ(voiced[i].ends_at - voiced[i - 1].ends_at, 80) << i;
  for (const auto& frame : voiced) {
    for (const float value : frame.cepstrum) ASSERT_TRUE(std::isfinite(value));
  }
}

TEST(SphinxFrontEnd, DoesNotCareHowTheSamplesArrive) {
  const auto speech = test::spoken("two small teas");
  SphinxFrontEnd by_packet(kParameters);
  const auto expected = heard(by_packet, speech, 160);
  ASSERT_FALSE(expected.empty());
  for (const std::size_t step : {1UL, 37UL, 800UL, speech.size()}) {
    SphinxFrontEnd front_end(kParameters);
    const auto voiced = heard(front_end, speech, step);
    ASSERT_EQ(voiced.size(), expected.size()) << step;
    for (std::size_t i = 0; i < voiced.size(); ++i) {
      EXPECT_EQ(voiced[i].cepstrum, expected[i].cepstrum) << step << ' ' << i;
      EXPECT_EQ(voiced[i].ends_at, expected[i].ends_at) << step << ' ' << i;
    }
    EXPECT_EQ(front_end.heard(), std::ssize(speech));
  }
}

TEST(SphinxFrontEnd, CountsSamplesThatNeverArrived) {
  const auto speech = test::spoken("milk");
  SphinxFrontEnd plain(kParameters);
  SphinxFrontEnd late(kParameters);
  late.skip(4000);
  EXPECT_EQ(late.heard(), 4000);
  const auto expected = heard(plain, speech, 160);
  const auto voiced = heard(late, speech, 160);
  ASSERT_EQ(voiced.size(), expected.size());
  for (std::size_t i = 0; i < voiced.size(); ++i) EXPECT_EQ(voiced[i].ends_at, expected[i].ends_at + 4000);
}

TEST(SphinxFrontEnd, NamesParametersThatItCannotUse) {
  try {
    SphinxFrontEnd front_end("/nowhere/feat.params");
    FAIL() << "made a front end of nothing";
  } catch (const std::runtime_error& problem) {
    EXPECT_NE(std::string(problem.what()).find("/nowhere/feat.params"), std::string::npos);
  }
}

}  // namespace
}  // namespace parley
