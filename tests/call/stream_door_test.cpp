// SPDX-License-Identifier: Apache-2.0
// Calls whose media bring their own line, on a floor with a manual clock.
#include "parley/call/stream_door.hpp"

#include <gtest/gtest.h>

#include "floor_scene.hpp"
#include "parley/async/queues.hpp"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

// A line that a test holds the other end of.
struct Line {
  LoopbackMedia media;
  bool running = false;
  bool hung_up = false;   // by the other side
  bool heard_all = true;  // what was buffered there
  std::optional<std::uint16_t> closed_with;
  std::vector<std::string> told;
  detail::Wakeup* changed = nullptr;
  Call* call = nullptr;
};

class TestTransport final : public StreamTransport {
 public:
  TestTransport(Line& line, Executor home) : line_(line), changed_(home) { line_.changed = &changed_; }
  ~TestTransport() override { line_.changed = nullptr; }
  void start(MediaListener& listener, FrameSource& source) override { line_.media.start(listener, source); }
  void stop() override { line_.media.stop(); }
  void clear() override {}
  MediaStats stats() const override { return {}; }
  Task<void> run() override {
    line_.running = true;
    while (!line_.hung_up && !line_.closed_with) co_await changed_.wait();
    line_.running = false;
  }
  Task<void> heard_out() override {
    while (!line_.heard_all) co_await changed_.wait();
    line_.told.push_back("heard out");
  }
  void close(std::uint16_t code, std::string_view) override {
    line_.closed_with = code;
    changed_.wake();
  }

 private:
  Line& line_;
  detail::Wakeup changed_;
};

class TestCaller final : public StreamCaller {
 public:
  explicit TestCaller(Line& line) : line_(line) {}
  std::unique_ptr<StreamTransport> open(FloorCall& floor) override {
    line_.told.push_back("open");
    return std::make_unique<TestTransport>(line_, floor.home());
  }
  bool on_ready(FloorCall& floor) override {
    line_.call = &floor.call();
    line_.told.push_back("ready");
    return true;
  }
  void on_over(FloorCall&, CallEnd reason) override { line_.told.push_back("over " + std::string(to_string(reason))); }
  void turn_away() override { line_.told.push_back("turned away"); }
  bool transfers() const override { return true; }
  Task<void> transfer(FloorCall&) override {
    line_.told.push_back("transfer");
    co_return;
  }

 private:
  Line& line_;
};

class StreamDoorTest : public FloorScene {
 protected:
  ~StreamDoorTest() override { finish(); }
  bool call(std::string number = "scene") {
    auto answer = floor->admit({"+15551234567", std::move(number), "twilio"});
    if (std::holds_alternative<NotAdmitted>(answer)) return false;
    floor->place(floor->choose_loop(), std::move(std::get<Admission>(answer)),
                 create_stream_door(std::make_unique<TestCaller>(line)));
    clock.advance(20ms);
    return true;
  }
  void hang_up() {
    line.hung_up = true;
    line.changed->wake();
    clock.advance(20ms);
  }
  // 20 ms of silence from the caller, 20 ms of the agent.
  bool exchange(int frames) {
    bool heard = false;
    for (int i = 0; i < frames; ++i) {
      clock.advance(20ms);
      heard = line.media.exchange(false) || heard;
    }
    return heard;
  }

  Line line;
};

TEST_F(StreamDoorTest, GreetsAsSoonAsItIsReady) {
  ASSERT_TRUE(call());
  EXPECT_TRUE(line.running);
  EXPECT_TRUE(exchange(5));
  EXPECT_EQ(newest().transport, "twilio");
  EXPECT_EQ(line.told, (std::vector<std::string>{"open", "ready"}));
}

TEST_F(StreamDoorTest, AClosedLineIsACallerWhoHungUp) {
  ASSERT_TRUE(call());
  exchange(5);
  hang_up();
  EXPECT_EQ(newest().end_reason, CallEnd::caller_hung_up);
  EXPECT_FALSE(line.closed_with);
  EXPECT_EQ(slots.taken(), 0U);
}

TEST_F(StreamDoorTest, ACallerWhoLeavesBeforeTheGreetingIsReadyLeavesARecord) {
  voice.first_chunk_after = 2s;
  ASSERT_TRUE(call());
  hang_up();
  clock.advance(3s);
  EXPECT_EQ(newest().end_reason, CallEnd::caller_hung_up);
  EXPECT_EQ(line.told, (std::vector<std::string>{"open"}));
}

TEST_F(StreamDoorTest, TheLastWordsAreHeardBeforeTheLineIsClosed) {
  ASSERT_TRUE(call());
  exchange(5);
  line.heard_all = false;
  floor->close();
  for (int i = 0; i < 1000 && slots.taken() > 0 && line.media.running(); ++i) exchange(1);
  EXPECT_FALSE(line.closed_with) << "something is still being heard";
  line.heard_all = true;
  line.changed->wake();
  clock.advance(20ms);
  EXPECT_EQ(line.closed_with, 1000);
  EXPECT_EQ(newest().end_reason, CallEnd::shutdown);
  EXPECT_EQ(line.told, (std::vector<std::string>{"open", "ready", "heard out", "over shutdown"}));
}

TEST_F(StreamDoorTest, ALineThatNeverSaysThatItHeardIsClosedAllTheSame) {
  ASSERT_TRUE(call());
  exchange(5);
  line.heard_all = false;
  floor->close();
  for (int i = 0; i < 1000 && slots.taken() > 0 && line.media.running(); ++i) exchange(1);
  clock.advance(11s);
  EXPECT_EQ(line.closed_with, 1000);
  EXPECT_EQ(slots.taken(), 0U);
}

TEST_F(StreamDoorTest, WithoutAVoiceItIsClosedWithTryAgainLater) {
  voice.first_chunk_after = 1min;
  ASSERT_TRUE(call());
  clock.advance(15s);
  EXPECT_EQ(line.closed_with, 1013);
  EXPECT_EQ(newest().end_reason, CallEnd::speech_lost);
}

TEST_F(StreamDoorTest, ATransferredCallIsHandedOverBeforeTheLineIsClosed) {
  ASSERT_TRUE(call());
  exchange(5);
  line.call->end(CallEnd::transferred);
  clock.advance(20ms);
  EXPECT_EQ(line.told, (std::vector<std::string>{"open", "ready", "heard out", "transfer", "over transferred"}));
  EXPECT_EQ(newest().end_reason, CallEnd::transferred);
}

TEST_F(StreamDoorTest, AFloorThatHasClosedTurnsAway) {
  auto answer = floor->admit({"+15551234567", "scene", "twilio"});
  floor->close();
  clock.advance(20ms);
  floor->place(0, std::move(std::get<Admission>(answer)), create_stream_door(std::make_unique<TestCaller>(line)));
  clock.advance(20ms);
  EXPECT_EQ(line.told, (std::vector<std::string>{"turned away"}));
}

}  // namespace
