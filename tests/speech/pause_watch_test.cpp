// SPDX-License-Identifier: Apache-2.0
#include "pause_watch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace parley {
namespace {

// Noise of a level in dB over one step of 16 bits; the same every time.
class Line {
 public:
  std::vector<std::int16_t> say(double decibels, int milliseconds) {
    const double amplitude = std::pow(10, decibels / 20) * std::sqrt(3);
    std::uniform_real_distribution<double> around(-amplitude, amplitude);
    std::vector<std::int16_t> out(static_cast<std::size_t>(milliseconds) * 8);
    for (auto& sample : out) sample = static_cast<std::int16_t>(std::lround(around(random_)));
    return out;
  }

 private:
  std::mt19937 random_{11};
};

TEST(PauseWatch, CountsTheQuietAfterSpeechInHundredthsOfASecond) {
  Line line;
  PauseWatch watch;
  EXPECT_EQ(watch.quiet(), 0);
  watch.hear(line.say(-20, 500));
  watch.hear(line.say(60, 300));
  EXPECT_EQ(watch.quiet(), 0);
  watch.hear(line.say(-20, 10));
  EXPECT_EQ(watch.quiet(), 1);
  watch.hear(line.say(-20, 190));
  EXPECT_EQ(watch.quiet(), 20);
  watch.hear(line.say(60, 10));
  EXPECT_EQ(watch.quiet(), 0);
}

TEST(PauseWatch, TellsSpeechFromTheNoiseOfALine) {
  struct Case {
    double floor;
    double speech;
    bool heard;
  };
  for (const auto& [floor, speech, heard] :
       {Case{20, 60, true}, Case{20, 30, true}, Case{40, 60, true}, Case{40, 43, false}, Case{50, 50, false}}) {
    Line line;
    PauseWatch watch;
    watch.hear(line.say(floor, 1000));
    EXPECT_GT(watch.quiet(), 0) << floor;
    watch.hear(line.say(speech, 100));
    EXPECT_EQ(watch.quiet() == 0, heard) << floor << " dB, " << speech << " dB";
    watch.hear(line.say(floor, 100));
    EXPECT_GE(watch.quiet(), 10) << floor << " dB, " << speech << " dB";
  }
}

TEST(PauseWatch, TakesAQuietSyllableForSpeechButNoBreath) {
  for (const double below : {10.0, 20.0, 24.0, 30.0}) {
    Line line;
    PauseWatch watch;
    watch.hear(line.say(0, 500));
    watch.hear(line.say(70, 200));
    watch.hear(line.say(70 - below, 100));
    EXPECT_EQ(watch.quiet(), below > 26 ? 10 : 0) << below;
  }
}

TEST(PauseWatch, GetsUsedToANoiseThatStays) {
  Line line;
  PauseWatch watch;
  watch.hear(line.say(20, 1000));
  watch.hear(line.say(40, 2000));
  EXPECT_EQ(watch.quiet(), 0) << "may be speech";
  watch.hear(line.say(40, 6000));
  EXPECT_GT(watch.quiet(), 100) << "no, it is a fan";
}

TEST(PauseWatch, HearsASofterVoiceAfterARestart) {
  Line line;
  PauseWatch watch;
  watch.hear(line.say(0, 500));
  watch.hear(line.say(75, 300));
  watch.hear(line.say(40, 200));
  EXPECT_EQ(watch.quiet(), 20);
  watch.restart();
  EXPECT_EQ(watch.quiet(), 0);
  watch.hear(line.say(40, 200));
  EXPECT_EQ(watch.quiet(), 0);
}

TEST(PauseWatch, DoesNotCareHowTheSamplesArrive) {
  Line line;
  const auto sound = [&] {
    auto all = line.say(10, 300);
    for (const auto& part : {line.say(60, 200), line.say(15, 130)}) all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  PauseWatch at_once;
  at_once.hear(sound);
  EXPECT_EQ(at_once.quiet(), 13);
  PauseWatch bit_by_bit;
  for (std::span<const std::int16_t> rest = sound; !rest.empty();) {
    const auto count = std::min<std::size_t>(37, rest.size());
    bit_by_bit.hear(rest.first(count));
    rest = rest.subspan(count);
  }
  EXPECT_EQ(bit_by_bit.quiet(), at_once.quiet());
}

}  // namespace
}  // namespace parley
