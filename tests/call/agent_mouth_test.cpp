// SPDX-License-Identifier: Apache-2.0
#include "agent_mouth.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <vector>

#include "support/manual_clock.hpp"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

class Notes final : public AgentMouth::Listener {
 public:
  void on_spoke(SpokeEvent event) noexcept override { events.push_back(event); }
  void on_room() noexcept override { ++rooms; }

  std::vector<SpokeEvent> events;
  int rooms = 0;
};

class AgentMouthTest : public testing::Test {
 protected:
  AgentMouthTest() : clock(loop), mouth(clock, notes) {}
  bool pull() {
    clock.advance(20ms);
    AudioFrame frame;
    return mouth.next_frame(frame);
  }

  asio::io_context loop;
  ManualClock clock;
  Notes notes;
  AgentMouth mouth;
};

TEST_F(AgentMouthTest, SaysNothingBeforeThePathIsOpen) {
  const auto utterance = mouth.playout().begin(TurnId{1});
  const std::vector<std::int16_t> speech(160, 1000);
  mouth.playout().offer(utterance, speech);
  EXPECT_FALSE(pull());
  mouth.open();
  EXPECT_TRUE(pull());
}

TEST_F(AgentMouthTest, TellsWhenSpeechStartedAndWhenItWasHeardToTheEnd) {
  mouth.open();
  const auto utterance = mouth.playout().begin(TurnId{1});
  const std::vector<std::int16_t> speech(400, 1000);
  mouth.playout().offer(utterance, speech);
  mouth.playout().end(utterance);
  while (pull()) {
  }
  ASSERT_EQ(notes.events.size(), 2U);
  EXPECT_EQ(notes.events[0].kind, SpokeEvent::Kind::started);
  EXPECT_EQ(notes.events[0].at, Instant{} + 20ms);
  EXPECT_EQ(notes.events[1].kind, SpokeEvent::Kind::finished);
  EXPECT_EQ(notes.events[1].at, Instant{} + 60ms);
}

TEST_F(AgentMouthTest, AsksForMoreOnceThereIsRoom) {
  mouth.open();
  const auto utterance = mouth.playout().begin(TurnId{1});
  const std::vector<std::int16_t> speech(8000, 1000);
  EXPECT_LT(mouth.playout().offer(utterance, speech), speech.size());
  mouth.tell_when_room();
  for (int i = 0; i < 4; ++i) pull();
  EXPECT_EQ(notes.rooms, 0) << "not for every frame";
  for (int i = 0; i < 8; ++i) pull();
  EXPECT_EQ(notes.rooms, 1);
}

}  // namespace
