// SPDX-License-Identifier: Apache-2.0
#include "caller_ear.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "support/manual_clock.hpp"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

class Notes final : public CallerEar::Listener {
 public:
  void on_caller(TurnEvent event) noexcept override { events.push_back(std::move(event)); }
  void on_path_open() noexcept override { ++opened; }
  void on_path_lost(MediaLoss) noexcept override { ++lost; }

  template <class Event>
  const Event* first() const {
    for (const auto& event : events) {
      if (const auto* found = std::get_if<Event>(&event)) return found;
    }
    return nullptr;
  }
  std::vector<TurnEvent> events;
  int opened = 0;
  int lost = 0;
};

class CallerEarTest : public testing::Test {
 protected:
  CallerEarTest() : clock(loop), ear(clock, 160ms, notes) {}

  void hear(std::chrono::milliseconds span, bool voiced) {
    for (auto passed = 0ms; passed < span; passed += 20ms) {
      clock.advance(20ms);
      AudioFrame frame;
      frame.count = 160;
      frame.starts_at = MediaTime{position, SampleRate::hz_8000};
      for (std::size_t i = 0; i < 160; ++i) {
        const auto n = static_cast<double>(position) + static_cast<double>(i);
        frame.samples[i] = voiced ? static_cast<std::int16_t>(9000 * std::sin(n * 0.35)) : static_cast<std::int16_t>(0);
      }
      position += 160;
      ear.on_frame(frame);
    }
  }

  asio::io_context loop;
  ManualClock clock;
  Notes notes;
  CallerEar ear;
  std::int64_t position = 0;
};

TEST_F(CallerEarTest, TellsOnsetAndOffsetOnTheClockOfTheCall) {
  hear(1s, false);
  hear(1s, true);
  hear(400ms, false);
  ASSERT_TRUE(notes.first<VoiceStarted>());
  EXPECT_NEAR(static_cast<double>((notes.first<VoiceStarted>()->at - Instant{}) / 1ms), 1000, 21);
  ASSERT_TRUE(notes.first<VoiceStopped>());
  EXPECT_NEAR(static_cast<double>((notes.first<VoiceStopped>()->at - Instant{}) / 1ms), 2000, 21);
}

TEST_F(CallerEarTest, CallsAVoiceSustainedOnceItIsNoCough) {
  hear(1s, false);
  hear(120ms, true);
  hear(400ms, false);
  EXPECT_FALSE(notes.first<VoiceSustained>());
  hear(2s, true);
  std::size_t sustained = 0;
  for (const auto& event : notes.events) sustained += std::holds_alternative<VoiceSustained>(event);
  EXPECT_EQ(sustained, 1U);
}

TEST_F(CallerEarTest, PassesOnKeysAndThePath) {
  ear.on_digit('#');
  ASSERT_TRUE(notes.first<DigitPressed>());
  EXPECT_EQ(notes.first<DigitPressed>()->digit, '#');
  ear.on_first_packet();
  ear.on_media_lost(MediaLoss::went_silent);
  EXPECT_EQ(notes.opened, 1);
  EXPECT_EQ(notes.lost, 1);
}

// Keeps how loud what it heard was.
class LoudnessEar final : public RecognizerStream {
 public:
  void hear(const AudioFrame& frame) noexcept override {
    loudest = 0;
    for (const auto sample : frame.used()) loudest = std::max<int>(loudest, std::abs(sample));
  }
  std::uint32_t end_utterance() override { return 0; }
  void discard_utterance() override {}
  void expect(HearingContext) override {}
  Task<Result<Transcript>> next() override { co_return Error{Fault::unavailable, "not asked"}; }
  std::uint64_t dropped_samples() const override { return 0; }
  int loudest = 0;
};

TEST_F(CallerEarTest, TheRecogniserHearsSoundAsItIsUnlessAskedOtherwise) {
  LoudnessEar plain;
  ear.connect(plain, nullptr, clock.now());
  hear(4s, true);
  EXPECT_NEAR(plain.loudest, 9000, 50);

  SoundSettings sound;
  sound.normalise_level = true;
  CallerEar levelling(clock, 160ms, notes, sound);
  LoudnessEar levelled;
  levelling.connect(levelled, nullptr, clock.now());
  for (int n = 0; n < 400; ++n) {
    AudioFrame frame;
    frame.count = 160;
    frame.starts_at = MediaTime{n * 160, SampleRate::hz_8000};
    for (std::size_t i = 0; i < 160; ++i) {
      const auto t = static_cast<double>(n) * 160 + static_cast<double>(i);
      frame.samples[i] = static_cast<std::int16_t>(9000 * std::sin(t * 0.35));
    }
    levelling.on_frame(frame);
  }
  EXPECT_LT(levelled.loudest, 5000) << "-14 dB is brought to -23 dB";
}

}  // namespace
