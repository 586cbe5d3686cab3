// SPDX-License-Identifier: Apache-2.0
// A minute of frames through what a call does with each on its media thread: real recogniser, real recording, voice
// detection, playout. Every operator new of this binary is counted, a thread each.
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cmath>
#include <filesystem>

#include "agent_mouth.hpp"
#include "caller_ear.hpp"
#include "parley/speech/pocketsphinx.hpp"
#include "parley/store/recorder.hpp"
#include "support/counted_memory.hpp"
#include "support/manual_clock.hpp"

namespace parley::test {
namespace {

using namespace std::chrono_literals;

class Silent final : public CallerEar::Listener, public AgentMouth::Listener {
 public:
  void on_caller(TurnEvent) noexcept override { ++caller; }
  void on_path_open() noexcept override {}
  void on_path_lost(MediaLoss) noexcept override {}
  void on_spoke(SpokeEvent) noexcept override { ++spoke; }
  void on_room() noexcept override {}

  int caller = 0;
  int spoke = 0;
};

std::unique_ptr<RecognizerStream> open_stream(Recognizer& recognizer, asio::io_context& loop) {
  auto organization = std::make_shared<Organization>();
  organization->key = {"scene"};
  Pattern hours;
  hours.key = "hours";
  hours.examples = {"what are your hours"};
  organization->patterns.push_back(hours);
  bool learned = false;
  auto learning = recognizer.learn(organization);
  asio::co_spawn(loop, std::move(learning),
                 [&learned](const std::exception_ptr&, const Result<void>& result) { learned = result.has_value(); });
  loop.run();
  loop.restart();
  if (!learned) return nullptr;
  auto stream = recognizer.open({"scene"}, loop.get_executor());
  return stream ? std::move(*stream) : nullptr;
}

TEST(MediaThread, AMinuteOfACallTakesNoMemory) {
  asio::io_context loop;
  ManualClock clock(loop);
  const auto recognizer = create_pocketsphinx({}, Log{});
  const auto stream = open_stream(*recognizer, loop);
  ASSERT_TRUE(stream) << recognizer->state().problem;
  const auto path = std::filesystem::temp_directory_path() / ("parley_media_" + std::to_string(::getpid()) + ".wav");
  Recorder recorder;
  auto recording = recorder.start(path.string());
  ASSERT_TRUE(recording) << recording.error().message;

  Silent listener;
  CallerEar ear(clock, 160ms, listener);
  ear.connect(*stream, recording->get(), clock.now());
  AgentMouth mouth(clock, listener);
  mouth.open();
  const std::vector<std::int16_t> speech(160, 1000);

  const auto before = allocations;
  std::uint64_t outside = 0;
  const auto not_counted = [&outside](auto&& work) {
    const auto at = allocations;
    work();
    outside += allocations - at;
  };
  for (std::int64_t frame = 0; frame < 3000; ++frame) {
    not_counted([&] { clock.advance(20ms); });
    AudioFrame in;
    in.count = 160;
    in.starts_at = MediaTime{frame * 160, SampleRate::hz_8000};
    const bool voiced = frame % 150 > 75;
    for (std::size_t i = 0; i < 160; ++i) {
      in.samples[i] = static_cast<std::int16_t>(voiced ? 8000 * std::sin(static_cast<double>(i) * 0.35) : 0);
    }
    ear.on_frame(in);
    not_counted([&] {
      const auto utterance = mouth.playout().begin(TurnId{static_cast<std::uint32_t>(frame + 1)});
      mouth.playout().offer(utterance, speech);
      mouth.playout().end(utterance);
    });
    AudioFrame out;
    mouth.next_frame(out);
  }
  EXPECT_EQ(allocations - before - outside, 0U);
  EXPECT_GE(listener.caller, 40) << "the caller's voice came and went";
  EXPECT_GE(listener.spoke, 3000) << "the agent spoke";
  recording->reset();
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace parley::test
