// SPDX-License-Identifier: Apache-2.0
#include "twilio_transport.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>

#include "parley/media/g711.hpp"
#include "support/fake_web_socket.hpp"
#include "support/manual_clock.hpp"
#include "support/plain_meters.hpp"
#include "transports/source_of_ticks.hpp"

namespace parley {
namespace {

using test::SocketPeer;

struct Ear final : MediaListener {
  void on_frame(const AudioFrame& frame) noexcept override {
    ++frames;
    if (frame.concealed) ++concealed;
  }
  void on_first_packet() override { ++first; }
  void on_digit(char digit) override { digits += digit; }
  void on_media_lost(MediaLoss loss) override { lost = loss; }

  int frames = 0;
  int concealed = 0;
  int first = 0;
  std::string digits;
  std::optional<MediaLoss> lost;
};

struct Mouth final : FrameSource {
  bool next_frame(AudioFrame& frame) noexcept override {
    if (left == 0) return false;
    --left;
    frame.count = 160;
    frame.samples.fill(1000);
    return true;
  }
  int left = 0;
};

// Alarms of the wheel ring by the manual clock.
class ClockAlarm final : public Alarm {
 public:
  void set(Instant when, Listener& listener) override {
    due = when;
    listener_ = &listener;
  }
  void cancel() noexcept override { listener_ = nullptr; }
  void ring() {
    if (listener_ != nullptr) std::exchange(listener_, nullptr)->on_alarm();
  }
  bool armed() const { return listener_ != nullptr; }
  Instant due{};

 private:
  Listener* listener_ = nullptr;
};

class TwilioTransportTest : public testing::Test {
 protected:
  TwilioTransportTest() : clock(loop), wheel(clock, make_alarm()), bad(meters) {
    TwilioStreamSettings settings;
    settings.stream_sid = "MZ0";
    transport = create_twilio_transport(std::make_unique<test::FakeWebSocket>(peer, loop.get_executor()), settings, bad,
                                        wheel, clock, Log(), loop.get_executor());
    asio::co_spawn(loop, transport->run(), [this](std::exception_ptr error) {
      over = true;
      EXPECT_FALSE(error);
    });
    transport->start(ear, mouth);
    clock.drain();
  }
  ~TwilioTransportTest() override {
    peer.leave();
    clock.drain();
    EXPECT_TRUE(over);
  }

  std::unique_ptr<Alarm> make_alarm() {
    auto made = std::make_unique<ClockAlarm>();
    alarm = made.get();
    return made;
  }
  void pass(std::chrono::milliseconds span) {
    const Instant end = clock.now() + span;
    while (alarm->armed() && alarm->due <= end) {
      clock.advance(std::max(Duration{}, alarm->due - clock.now()));
      alarm->ring();
    }
    clock.advance(end - clock.now());
  }
  void say(const std::string& text) {
    peer.say(text);
    clock.drain();
  }
  static std::string media(std::uint64_t chunk, std::uint64_t timestamp, const std::string& payload = frame()) {
    return R"({"event":"media","streamSid":"MZ0","media":{"track":"inbound","chunk":")" + std::to_string(chunk) +
           R"(","timestamp":")" + std::to_string(timestamp) + R"(","payload":")" + payload + "\"}}";
  }
  // 160 bytes of 0xFF.
  static std::string frame() {
    std::string text;
    for (int i = 0; i < 53; ++i) text += "////";
    return text + "/w==";
  }
  std::size_t count(const std::string& what) const {
    return static_cast<std::size_t>(std::count_if(peer.received.begin(), peer.received.end(), [&](const auto& text) {
      return text.find(what) != std::string::npos;
    }));
  }

  asio::io_context loop;
  test::ManualClock clock;
  test::PlainMeters meters;
  ClockAlarm* alarm = nullptr;
  SlotWheel wheel;
  BadInputMeters bad;
  SocketPeer peer;
  Ear ear;
  Mouth mouth;
  bool over = false;
  std::unique_ptr<StreamTransport> transport;
};

TEST_F(TwilioTransportTest, HearsAudioAndDigits) {
  say(media(1, 0));
  say(media(2, 20));
  say(R"({"event":"dtmf","streamSid":"MZ0","dtmf":{"digit":"#"}})");
  EXPECT_EQ(ear.frames, 2);
  EXPECT_EQ(ear.first, 1);
  EXPECT_EQ(ear.digits, "#");
  EXPECT_EQ(transport->stats().received, 2U);
  EXPECT_EQ(transport->stats().malformed, 0U);
}

TEST_F(TwilioTransportTest, SendsAFrameEvery20MillisecondsAndNothingInSilence) {
  pass(200ms);
  EXPECT_TRUE(peer.received.empty());
  mouth.left = 15;
  pass(200ms);
  EXPECT_EQ(count("\"media\""), 10U);
  EXPECT_EQ(count("\"mark\""), 1U);
  pass(200ms);
  EXPECT_EQ(count("\"media\""), 15U);
  EXPECT_EQ(count("\"mark\""), 2U) << "and one where the utterance ends";
  EXPECT_EQ(transport->unheard(), 15 * 160);
  say(R"({"event":"mark","streamSid":"MZ0","mark":{"name":"p1"}})");
  EXPECT_EQ(transport->unheard(), 5 * 160);
  say(R"({"event":"mark","streamSid":"MZ0","mark":{"name":"p2"}})");
  EXPECT_EQ(transport->unheard(), 0);
}

TEST_F(TwilioTransportTest, ClearThrowsAwayWhatTheCarrierHolds) {
  transport->clear();
  EXPECT_EQ(count("clear"), 0U) << "there is nothing to throw away";
  mouth.left = 10;
  pass(200ms);
  transport->clear();
  EXPECT_EQ(peer.received.back(), R"({"event":"clear","streamSid":"MZ0"})");
  EXPECT_EQ(transport->unheard(), 0);
  mouth.left = 3;
  pass(60ms);
  say(R"({"event":"mark","streamSid":"MZ0","mark":{"name":"p1"}})");
  EXPECT_EQ(transport->unheard(), 3 * 160) << "the echo of a flushed mark is no news";
  EXPECT_EQ(transport->stats().malformed, 0U);
}

TEST_F(TwilioTransportTest, StopClosesTheLine) {
  say(R"({"event":"stop","streamSid":"MZ0","stop":{"callSid":"CA0"}})");
  EXPECT_TRUE(over);
  ASSERT_TRUE(peer.closed);
  EXPECT_EQ(peer.closed->first, WebSocketClose::normal);
}

TEST_F(TwilioTransportTest, EveryKindOfBadInputIsCountedAndTheCallGoesOn) {
  const std::string start = R"({"event":"start","streamSid":"MZ0","start":{"streamSid":"MZ0","callSid":"CA0"}})";
  say("{broken");
  say(start);
  say(R"({"event":"start","streamSid":"MZ9","start":{"streamSid":"MZ9"}})");
  say(R"({"event":"news","streamSid":"MZ0"})");
  say(R"({"event":"media","streamSid":"MZ9","media":{"payload":"//8="}})");
  say(media(1, 0, "not base64"));
  say(media(1, 0, std::string(16000, '/')));
  say(R"({"event":"dtmf","streamSid":"MZ0","dtmf":{"digit":"55"}})");
  say(R"({"event":"mark","streamSid":"MZ0","mark":{"name":"p9"}})");
  peer.say(WebSocketMessage(false, "\x01\x02"));
  say(media(1, 0));
  say(media(1, 0));
  say(media(999999, 20));
  say(media(2, 20));
  EXPECT_EQ(ear.frames, 2);
  EXPECT_FALSE(over);
  const auto stats = transport->stats();
  EXPECT_EQ(stats.late, 1U);
  EXPECT_EQ(stats.foreign, 1U);
  EXPECT_EQ(stats.malformed, 10U);
}

TEST_F(TwilioTransportTest, TooMuchOfItClosesTheStreamWithAReason) {
  for (int i = 0; i < 100; ++i) say("x");
  EXPECT_TRUE(over);
  ASSERT_TRUE(peer.closed);
  EXPECT_EQ(peer.closed->first, WebSocketClose::policy);
  EXPECT_EQ(peer.closed->second, "too many bad messages");
}

TEST_F(TwilioTransportTest, AudioFarAheadOfRealTimeIsDropped) {
  for (std::uint64_t i = 1; i <= 300; ++i) say(media(i, i * 20));
  EXPECT_EQ(ear.frames, 250) << "five seconds may come at once, as after a stall";
  EXPECT_GT(transport->stats().malformed, 0U);
}

TEST_F(TwilioTransportTest, SilenceStandsInForAStreamThatPauses) {
  say(media(1, 0));
  pass(1s);
  EXPECT_NEAR(ear.concealed, 40, 2);
  EXPECT_FALSE(ear.lost);
  pass(15s);
  EXPECT_EQ(ear.lost, MediaLoss::went_silent);
}

TEST_F(TwilioTransportTest, AStreamThatNeverBringsAudioIsTold) {
  pass(29s);
  EXPECT_FALSE(ear.lost);
  EXPECT_EQ(ear.frames, 0);
  pass(2s);
  EXPECT_EQ(ear.lost, MediaLoss::never_came);
}

TEST_F(TwilioTransportTest, IsHeardOutWhenTheLastMarkComesBack) {
  mouth.left = 3;
  pass(60ms);
  bool done = false;
  transport->stop();
  asio::co_spawn(loop, transport->heard_out(), [&](std::exception_ptr) { done = true; });
  clock.advance(100ms);
  EXPECT_FALSE(done);
  EXPECT_EQ(count("\"mark\""), 1U) << "sent though the utterance was not over";
  say(R"({"event":"mark","streamSid":"MZ0","mark":{"name":"p1"}})");
  EXPECT_TRUE(done);
}

TEST_F(TwilioTransportTest, ACarrierThatEchoesNothingIsNotWaitedForForever) {
  mouth.left = 50;
  pass(1s);
  bool done = false;
  transport->stop();
  asio::co_spawn(loop, transport->heard_out(), [&](std::exception_ptr) { done = true; });
  clock.advance(2900ms);
  EXPECT_FALSE(done);
  clock.advance(200ms);
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace parley
