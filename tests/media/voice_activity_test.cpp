// SPDX-License-Identifier: Apache-2.0
#include "parley/media/voice_activity.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace parley {
namespace {

using Samples = std::vector<std::int16_t>;

double amplitude(double dbfs) { return 32768 * std::pow(10, dbfs / 20) * std::numbers::sqrt2; }

class Line {
 public:
  SpeechDetector detector;
  std::vector<std::pair<SpeechEdge, std::int64_t>> edges;
  std::int64_t at = 0;

  Line() = default;
  explicit Line(double noise_dbfs) : noise_(noise_dbfs) {}
  explicit Line(std::shared_ptr<const VoiceNetwork> network) : detector({}, std::move(network)) {}

  void say(int ms, double dbfs, std::size_t frame_samples = 160) { play(ms, dbfs, frame_samples); }
  void rest(int ms, std::size_t frame_samples = 160) { play(ms, -200, frame_samples); }

 private:
  void play(int ms, double dbfs, std::size_t frame_samples) {
    for (std::int64_t left = ms * 8; left > 0; left -= static_cast<std::int64_t>(frame_samples)) {
      AudioFrame frame;
      frame.count = static_cast<std::uint16_t>(frame_samples);
      frame.starts_at = {at, SampleRate::hz_8000};
      for (std::size_t n = 0; n < frame_samples; ++n) {
        const double voice = amplitude(dbfs) * std::sin(2 * std::numbers::pi * 250 * static_cast<double>(at++) / 8000);
        frame.samples[n] = static_cast<std::int16_t>(std::lrint(voice + amplitude(noise_) / 1.414 * normal_(random_)));
      }
      const Heard heard = detector.hear(frame);
      if (heard.edge != SpeechEdge::none) edges.emplace_back(heard.edge, heard.edge_at.samples / 8);
    }
  }

  double noise_ = -75;
  std::mt19937 random_{3};
  std::normal_distribution<double> normal_;
};

using Edges = std::vector<std::pair<SpeechEdge, std::int64_t>>;

// Edges are told in whole windows, and a tone that stops dead rings into the next one.
::testing::AssertionResult near(const Edges& heard, const Edges& wanted) {
  bool same = heard.size() == wanted.size();
  for (std::size_t n = 0; same && n < heard.size(); ++n)
    same = heard[n].first == wanted[n].first && std::abs(heard[n].second - wanted[n].second) <= 20;
  if (same) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << ::testing::PrintToString(heard) << " for "
                                       << ::testing::PrintToString(wanted);
}

TEST(VoiceActivity, SaysHowLoudAWindowIs) {
  VoiceActivity activity;
  Samples window(160);
  for (std::size_t n = 0; n < window.size(); ++n)
    window[n] = static_cast<std::int16_t>(amplitude(-20) *
                                          std::sin(2 * std::numbers::pi * 500 * static_cast<double>(n) / 8000));
  activity.hear(window);
  EXPECT_NEAR(activity.hear(window).level_dbfs, -20, 0.5);
  EXPECT_EQ(VoiceActivity().hear(Samples(160, 0)).level_dbfs, -96.0F);
}

TEST(VoiceActivity, AConstantOffsetIsNoVoice) {
  VoiceActivity activity;
  FrameVoice voice;
  for (int n = 0; n < 10; ++n) voice = activity.hear(Samples(160, 3000));
  EXPECT_FALSE(voice.voiced);
  EXPECT_LT(voice.level_dbfs, -70);
}

TEST(VoiceActivity, FollowsANoiseThatRises) {
  Line line(-70);
  line.rest(1000);
  EXPECT_NEAR(line.detector.noise_floor_dbfs(), -70, 3);
  Line loud(-45);
  loud.rest(4000);
  EXPECT_NEAR(loud.detector.noise_floor_dbfs(), -45, 3);
}

TEST(SpeechDetector, TellsOnsetAndOffsetAtTheSamplesOfTheVoice) {
  Line line;
  line.rest(500);
  line.say(1000, -20);
  line.rest(500);
  EXPECT_TRUE(near(line.edges, (Edges{{SpeechEdge::onset, 500}, {SpeechEdge::offset, 1500}})));
}

TEST(SpeechDetector, HearsQuietAndLoudCallersAlike) {
  for (const double dbfs : {-10.0, -20.0, -30.0, -40.0, -50.0}) {
    Line line;
    for (int n = 0; n < 3; ++n) {
      line.rest(400);
      line.say(600, dbfs);
    }
    line.rest(400);
    ASSERT_EQ(line.edges.size(), 6U) << dbfs;
    EXPECT_TRUE(near({line.edges[4], line.edges[5]}, {{SpeechEdge::onset, 2400}, {SpeechEdge::offset, 3000}})) << dbfs;
  }
}

TEST(SpeechDetector, HearsSpeechFromTheVeryFirstWindow) {
  Line line;
  line.say(600, -18);
  line.rest(300);
  EXPECT_TRUE(near(line.edges, (Edges{{SpeechEdge::onset, 0}, {SpeechEdge::offset, 600}})));
}

TEST(SpeechDetector, ClicksAreNoSpeech) {
  Line line;
  line.rest(500);
  for (int n = 0; n < 10; ++n) {
    line.say(20, -15);
    line.rest(200);
  }
  EXPECT_TRUE(line.edges.empty());
}

TEST(SpeechDetector, BreathAfterSpeechDoesNotHoldItsEndUp) {
  Line line;
  line.rest(500);
  line.say(1000, -20);
  line.say(500, -52);
  EXPECT_TRUE(near(line.edges, (Edges{{SpeechEdge::onset, 500}, {SpeechEdge::offset, 1500}})));
}

TEST(SpeechDetector, ShortPausesInsideSpeechAreNoOffset) {
  Line line;
  line.rest(500);
  line.say(300, -20);
  line.rest(80);
  line.say(300, -20);
  line.rest(300);
  EXPECT_TRUE(near(line.edges, (Edges{{SpeechEdge::onset, 500}, {SpeechEdge::offset, 1180}})));
}

TEST(SpeechDetector, SteadyNoiseIsHeardThrough) {
  Line line(-45);
  line.rest(4000);
  line.edges.clear();
  line.say(1000, -22);
  line.rest(1000);
  EXPECT_TRUE(near(line.edges, (Edges{{SpeechEdge::onset, 4000}, {SpeechEdge::offset, 5000}})));
}

TEST(SpeechDetector, TakesFramesOfTenToSixtyMilliseconds) {
  for (const std::size_t samples : {80U, 160U, 240U, 320U, 480U}) {
    Line line;
    line.rest(480, samples);
    line.say(960, -20, samples);
    line.rest(480, samples);
    EXPECT_TRUE(near(line.edges, (Edges{{SpeechEdge::onset, 480}, {SpeechEdge::offset, 1440}}))) << samples;
  }
}

TEST(SpeechDetector, TimeThatWasNotSentEndsSpeech) {
  Line line;
  line.rest(500);
  line.say(500, -20);
  line.at += 8000;
  line.rest(20);
  EXPECT_TRUE(near(line.edges, (Edges{{SpeechEdge::onset, 500}, {SpeechEdge::offset, 1000}})));
}

TEST(SpeechDetector, CountsVoicedTimeSinceOnset) {
  Line line;
  line.rest(500);
  line.say(200, -20);
  EXPECT_EQ(line.detector.voiced_for(), std::chrono::milliseconds{200});
  EXPECT_TRUE(line.detector.speaking());
  EXPECT_EQ(to_milliseconds(line.detector.speech_began()), std::chrono::milliseconds{500});
  EXPECT_EQ(to_milliseconds(line.detector.last_voiced()), std::chrono::milliseconds{700});
}

TEST(SpeechDetector, WhatIsLoudButNoVoiceIsSuspectedAndSoonDismissed) {
  Line line(VoiceNetwork::create());
  line.rest(1000);
  line.say(1500, -20);  // a whistle
  line.rest(500);
  ASSERT_EQ(line.edges.size(), 2U) << ::testing::PrintToString(line.edges);
  EXPECT_EQ(line.edges[0].first, SpeechEdge::trigger);
  EXPECT_NEAR(static_cast<double>(line.edges[0].second), 1000, 20);
  EXPECT_EQ(line.edges[1].first, SpeechEdge::dismissal);
  EXPECT_FALSE(line.detector.speaking());
}

TEST(SpeechDetector, ADismissedNoiseIsNotSuspectedAgainBeforeItHasStopped) {
  Line line(VoiceNetwork::create());
  line.rest(1000);
  line.say(6000, -20);
  EXPECT_EQ(line.edges.size(), 2U);
  line.rest(500);
  line.say(400, -20);
  EXPECT_EQ(line.edges.size(), 4U);
}

}  // namespace
}  // namespace parley
