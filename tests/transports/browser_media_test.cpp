// SPDX-License-Identifier: Apache-2.0
#include "parley/transports/browser_media.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "browser_codec.hpp"
#include "source_of_ticks.hpp"

namespace parley {
namespace {

class ClientWire final : public BrowserWire {
 public:
  void send_audio(std::string_view message) noexcept override { audio.emplace_back(message); }
  void send_clear(std::uint32_t generation) noexcept override { clears.push_back(generation); }

  std::vector<std::string> audio;
  std::vector<std::uint32_t> clears;
};

class NotedFaults final : public BrowserFaults {
 public:
  void on_fault(BrowserFault fault, bool hopeless) noexcept override { noted.emplace_back(fault, hopeless); }
  bool saw(BrowserFault fault, bool hopeless) const {
    return std::find(noted.begin(), noted.end(), std::pair(fault, hopeless)) != noted.end();
  }
  std::vector<std::pair<BrowserFault, bool>> noted;
};

class Ear final : public MediaListener {
 public:
  void on_frame(const AudioFrame& frame) noexcept override { frames.push_back(frame); }
  void on_first_packet() override { ++first_packets; }
  void on_digit(char digit) override { digits += digit; }
  void on_media_lost(MediaLoss loss) override { lost.push_back(loss); }

  std::vector<AudioFrame> frames;
  int first_packets = 0;
  std::string digits;
  std::vector<MediaLoss> lost;
};

class Mouth final : public FrameSource {
 public:
  bool next_frame(AudioFrame& frame) noexcept override {
    if (!talks) return false;
    frame.count = 160;
    frame.rate = SampleRate::hz_8000;
    frame.samples.fill(1000);
    return true;
  }
  bool talks = false;
};

std::uint32_t word(const std::string& message, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value << 8U | static_cast<unsigned char>(message[at + i]);
  return value;
}

class BrowserMediaTest : public ::testing::Test {
 protected:
  explicit BrowserMediaTest(std::uint32_t rate = 16000) : rate_(rate) {
    auto alarm = std::make_unique<test::ManualAlarm>();
    alarm_ = alarm.get();
    wheel_ = std::make_unique<SlotWheel>(clock_, std::move(alarm));
    BrowserAudio audio;
    audio.rate = rate;
    media_ = create_browser_media(audio, wire_, faults_, *wheel_, clock_);
    media_->start(ear_, mouth_);
  }

  void pass(Duration span) { alarm_->advance(clock_, span); }
  std::string message(std::chrono::milliseconds span, int value = 0) const {
    std::string bytes;
    for (std::int64_t i = 0; i < span.count() * rate_ / 1000; ++i) {
      bytes += static_cast<char>(value & 0xFF);
      bytes += static_cast<char>(value >> 8 & 0xFF);
    }
    return bytes;
  }
  // The caller sends in time.
  void talk(std::chrono::milliseconds span, int value = 0) {
    for (auto passed = 0ms; passed < span; passed += 20ms) {
      pass(20ms);
      media_->hear(message(20ms, value));
    }
  }

  std::uint32_t rate_;
  test::StandingClock clock_;
  test::ManualAlarm* alarm_ = nullptr;
  std::unique_ptr<SlotWheel> wheel_;
  ClientWire wire_;
  NotedFaults faults_;
  Ear ear_;
  Mouth mouth_;
  std::unique_ptr<BrowserMedia> media_;
};

class BrowserMediaAt8000Test : public BrowserMediaTest {
 protected:
  BrowserMediaAt8000Test() : BrowserMediaTest(8000) {}
};

TEST_F(BrowserMediaTest, HearsFramesOf20MsAt8000HoweverTheyCome) {
  media_->hear(message(5ms, 3000));
  EXPECT_TRUE(ear_.frames.empty());
  EXPECT_EQ(ear_.first_packets, 1);
  media_->hear(message(55ms, 3000));
  ASSERT_EQ(ear_.frames.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(ear_.frames[i].count, 160);
    EXPECT_EQ(ear_.frames[i].rate, SampleRate::hz_8000);
    EXPECT_EQ(ear_.frames[i].starts_at.samples, static_cast<std::int64_t>(160 * i));
  }
  EXPECT_NEAR(ear_.frames[2].samples[100], 3000, 20);
  EXPECT_EQ(ear_.first_packets, 1);
}

TEST_F(BrowserMediaAt8000Test, PassesSamplesOnAsTheyAre) {
  media_->hear(message(20ms, -1234));
  ASSERT_EQ(ear_.frames.size(), 1U);
  EXPECT_EQ(ear_.frames[0].samples[0], -1234);
  EXPECT_EQ(ear_.frames[0].samples[159], -1234);
  mouth_.talks = true;
  pass(20ms);
  ASSERT_EQ(wire_.audio.size(), 1U);
  EXPECT_EQ(wire_.audio[0].size(), kAgentAudioHeader + 320U);
}

TEST_F(BrowserMediaTest, SendsOneMessageEvery20MsWhileTheAgentSpeaksAndNoneElse) {
  pass(200ms);
  EXPECT_TRUE(wire_.audio.empty());
  mouth_.talks = true;
  pass(100ms);
  ASSERT_EQ(wire_.audio.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(wire_.audio[i].size(), kAgentAudioHeader + 640U);
    EXPECT_EQ(word(wire_.audio[i], 0), 1U);
    EXPECT_EQ(word(wire_.audio[i], 4), 320U * i);
  }
  mouth_.talks = false;
  pass(100ms);
  EXPECT_EQ(wire_.audio.size(), 5U);
}

TEST_F(BrowserMediaTest, KnowsWhatTheLoudspeakerHasNotPlayed) {
  mouth_.talks = true;
  pass(100ms);
  EXPECT_EQ(media_->unheard(), 800);
  EXPECT_TRUE(media_->played(1, 960));
  EXPECT_EQ(media_->unheard(), 320);
  EXPECT_FALSE(media_->played(1, 5000));
  EXPECT_EQ(media_->unheard(), 320);
}

TEST_F(BrowserMediaTest, AClearRaisesTheGenerationOfEverythingThatFollows) {
  mouth_.talks = true;
  pass(60ms);
  media_->clear();
  EXPECT_EQ(wire_.clears, std::vector<std::uint32_t>{2});
  EXPECT_EQ(media_->unheard(), 0);
  pass(20ms);
  EXPECT_EQ(word(wire_.audio.back(), 0), 2U);
  EXPECT_EQ(word(wire_.audio.back(), 4), 960U);
  EXPECT_TRUE(media_->played(1, 400));
  EXPECT_EQ(media_->unheard(), 160);
}

TEST_F(BrowserMediaTest, CountsAudioThatIsNoAudioAndGivesUpAtTheFiftieth) {
  media_->hear("");
  media_->hear("odd");
  media_->hear(message(251ms));
  EXPECT_EQ(media_->stats().malformed, 3U);
  EXPECT_EQ(ear_.first_packets, 0);
  ASSERT_EQ(faults_.noted.size(), 1U) << "told once";
  EXPECT_TRUE(faults_.saw(BrowserFault::bad_audio, false));
  for (int i = 0; i < 46; ++i) media_->hear("odd");
  EXPECT_FALSE(faults_.saw(BrowserFault::bad_audio, true));
  media_->hear("odd");
  EXPECT_TRUE(faults_.saw(BrowserFault::bad_audio, true));
}

TEST_F(BrowserMediaTest, DropsAndEndsAudioOf48000ThatWasDeclaredAs16000) {
  for (int i = 0; i < 200 && !faults_.saw(BrowserFault::too_fast, true); ++i) {
    pass(20ms);
    media_->hear(message(60ms, 500));
  }
  EXPECT_TRUE(faults_.saw(BrowserFault::too_fast, false));
  EXPECT_TRUE(faults_.saw(BrowserFault::too_fast, true));
  EXPECT_GT(media_->figures().dropped, 1s);
  EXPECT_LT(ear_.frames.size(), 110U) << "the recogniser gets about what time has passed, and a second";
}

TEST_F(BrowserMediaTest, TellsThatNothingComesAndThenThatTheCallIsLost) {
  pass(4900ms);
  EXPECT_TRUE(faults_.noted.empty());
  pass(200ms);
  EXPECT_TRUE(faults_.saw(BrowserFault::no_audio, false));
  EXPECT_TRUE(ear_.frames.empty());
  pass(25s);
  EXPECT_EQ(ear_.lost, std::vector{MediaLoss::never_came});
  pass(60s);
  EXPECT_EQ(ear_.lost.size(), 1U);
}

TEST_F(BrowserMediaTest, HearsSilenceWhereTheClientStopsSendingSoThatATurnCanEnd) {
  talk(1s, 4000);
  const auto before = ear_.frames.size();
  pass(1s);
  EXPECT_NEAR(static_cast<double>(ear_.frames.size() - before), 40, 1);
  EXPECT_TRUE(ear_.frames.back().concealed);
  EXPECT_EQ(ear_.frames.back().samples[80], 0);
  for (std::size_t i = 1; i < ear_.frames.size(); ++i) {
    EXPECT_EQ(ear_.frames[i].starts_at.samples - ear_.frames[i - 1].starts_at.samples, 160);
  }
  pass(14100ms);
  EXPECT_EQ(ear_.lost, std::vector{MediaLoss::went_silent});
}

TEST_F(BrowserMediaTest, EndsAClientThatIsTenSecondsBehind) {
  mouth_.talks = true;
  for (int i = 0; i < 15; ++i) {
    talk(1s);
    media_->played(1, static_cast<std::uint32_t>(wire_.audio.size() * 320));
  }
  EXPECT_TRUE(faults_.noted.empty()) << "an attentive client may listen as long as it likes";
  talk(9900ms);
  EXPECT_FALSE(faults_.saw(BrowserFault::too_slow, true));
  talk(200ms);
  EXPECT_TRUE(faults_.saw(BrowserFault::too_slow, true));
}

TEST_F(BrowserMediaTest, TakesKeysOfATelephoneAtAHumanRate) {
  for (const char key : std::string("0*#D")) EXPECT_TRUE(media_->press(key));
  for (const char key : std::string("Ex ") + '\0') EXPECT_FALSE(media_->press(key));
  EXPECT_EQ(ear_.digits, "0*#D");
  int taken = 0;
  for (int i = 0; i < 100; ++i) taken += media_->press('1') ? 1 : 0;
  EXPECT_EQ(taken, 16);
  pass(1s);
  EXPECT_TRUE(media_->press('2'));
}

TEST_F(BrowserMediaTest, MeasuresHowLoudTheCallerWas) {
  EXPECT_FALSE(media_->figures().caller_dbfs);
  talk(1s, 3277);
  const auto figures = media_->figures();
  EXPECT_EQ(figures.received, 1s);
  ASSERT_TRUE(figures.caller_dbfs);
  EXPECT_NEAR(*figures.caller_dbfs, -20, 0.1);
  talk(1s, 0);
  EXPECT_FALSE(media_->figures().caller_dbfs);
}

TEST_F(BrowserMediaTest, CallsNobodyAfterStop) {
  mouth_.talks = true;
  pass(20ms);
  wire_.audio.clear();
  media_->stop();
  media_->clear();
  EXPECT_TRUE(wire_.clears.empty()) << "last words may be heard";
  EXPECT_EQ(media_->unheard(), 160);
  media_->hear(message(20ms));
  media_->press('1');
  pass(1s);
  EXPECT_TRUE(ear_.frames.empty());
  EXPECT_TRUE(ear_.digits.empty());
  EXPECT_TRUE(wire_.audio.empty());
}

}  // namespace
}  // namespace parley
