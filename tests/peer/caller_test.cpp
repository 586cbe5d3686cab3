// SPDX-License-Identifier: Apache-2.0
#include "caller.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "parley/async/queues.hpp"
#include "parley/async/task_group.hpp"
#include "scripted_server.hpp"
#include "support/manual_clock.hpp"

namespace parley::peer {
namespace {

// A line whose agent greets for 100 ms after the answer and replies for 100 ms, 200 ms behind each voiced slot row.
class ScriptedLine final : public CallerLine {
 public:
  ScriptedLine(parley::test::ManualClock& clock, Executor home) : clock_(clock), ended_(home, 1) {}

  Task<LineEnd> run(LineListener& listener) override {
    listener_ = &listener;
    listener.on_answered(now(), "scripted");
    sounding_ = 5;
    auto end = co_await ended_.pop();
    co_return *end;
  }
  CallTime now() const override { return std::chrono::duration_cast<CallTime>(clock_.now().time_since_epoch()); }
  void tick() override {
    if (quiet_ > 0 && --quiet_ == 0) sounding_ = 5;
    if (sounding_ == 0) return;
    --sounding_;
    const std::vector<std::int16_t> samples(160, 5000);
    HeardSound sound;
    sound.samples = samples;
    sound.arrived = now();
    sound.stream = 1;
    sound.position = position_ += 160;
    listener_->on_heard(sound);
  }
  void send(std::span<const std::int16_t> slot) override {
    sent.insert(sent.end(), slot.begin(), slot.end());
    if (VoiceGate().find(slot)) quiet_ = 10;
  }
  void send(const DigitSlot& digit) override { digits.push_back(digit); }
  void hang_up() override { ended_.push(LineEnd{CallOutcome::local, 200, ""}); }
  RtpCounts counts() const override { return {}; }

  std::vector<std::int16_t> sent;
  std::vector<DigitSlot> digits;

 private:
  parley::test::ManualClock& clock_;
  Freshest<LineEnd> ended_;
  LineListener* listener_ = nullptr;
  int sounding_ = 0;
  int quiet_ = 0;
  std::uint32_t position_ = 0;
};

struct Scene {
  asio::io_context loop;
  parley::test::ManualClock clock{loop};
  Pacer pacer{clock};
  TaskGroup pacing{loop.get_executor()};
  ScriptedLine* line = nullptr;

  CallReport play(const CallPlan& plan, Duration length) {
    auto owned = std::make_unique<ScriptedLine>(clock, loop.get_executor());
    line = owned.get();
    Caller caller(std::move(owned), pacer, plan);
    pacing.start(pacer.run());
    auto report = asio::co_spawn(loop, caller.run(), asio::use_future);
    clock.advance(length);
    pacing.stop();
    auto joined = asio::co_spawn(loop, pacing.join(), asio::use_future);
    clock.drain();
    joined.get();
    sent = line->sent;
    digits = line->digits;
    return report.get();
  }
  std::vector<std::int16_t> sent;
  std::vector<DigitSlot> digits;
};

TEST(Caller, WaitsForTheGreetingSpeaksAndMeasuresTheReply) {
  CallPlan plan;
  plan.inputs.push_back(PlannedInput::say("hello", test::tone(110)));
  plan.keep_audio = true;
  Scene scene;
  const auto report = scene.play(plan, 5s);
  EXPECT_EQ(report.call_id, "scripted");
  EXPECT_EQ(report.end, CallOutcome::local);
  ASSERT_EQ(report.turns.size(), 1u);
  // Greeting packets at 20 … 100 ms, the last is voiced until 120; 700 ms later is the first slot that may speak.
  EXPECT_EQ(report.greeting_audio, 20ms);
  EXPECT_EQ(report.turns[0].started, 820ms);
  EXPECT_EQ(report.turns[0].end_of_speech, 920ms);
  EXPECT_EQ(report.turns[0].gap(), 200ms);
  EXPECT_EQ(report.turns[0].reply_end, 1220ms);
  EXPECT_EQ(report.ended, 1920ms);
  EXPECT_EQ(report.spoken.size() / 160, 1900u / 20) << "a slot every 20 ms from the answer to the end";
  const auto own = VoiceGate().find(report.spoken);
  ASSERT_TRUE(own);
  EXPECT_EQ(own->first, 8u * 800);
  EXPECT_EQ(own->end - own->first, 8u * 110);
}

TEST(Caller, PressesDigitsAsEvents) {
  CallPlan plan;
  plan.inputs.push_back(PlannedInput::press("7"));
  plan.longest_wait = 500ms;
  Scene scene;
  const auto report = scene.play(plan, 3s);
  ASSERT_EQ(scene.digits.size(), 8u);
  EXPECT_EQ(scene.digits[0].event, 7);
  ASSERT_EQ(report.turns.size(), 1u);
  EXPECT_EQ(report.turns[0].input, "7");
  EXPECT_EQ(report.turns[0].end_of_speech, 920ms) << "the first of the three ends";
  EXPECT_FALSE(report.turns[0].reply_audio);
}

TEST(Caller, ASpeechEndsWhereItsPlanSaysItDoes) {
  CallPlan plan;
  plan.inputs.push_back(PlannedInput::say("in noise", test::tone(400)));
  plan.inputs[0].speech_ends_at = 8 * 100;
  EXPECT_EQ(script_inputs(plan)[0].slots, 20u);
  EXPECT_EQ(script_inputs(plan)[0].last_voiced_slot, 4u);
  plan.inputs[0].speech_ends_at.reset();
  EXPECT_EQ(script_inputs(plan)[0].last_voiced_slot, 19u);
}

}  // namespace
}  // namespace parley::peer
