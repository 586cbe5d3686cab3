// SPDX-License-Identifier: Apache-2.0
// A floor of one loop with a manual clock, scripted ear and voice, and two slots.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <memory>

#include "parley/call/call_floor.hpp"
#include "support/call_scene.hpp"

namespace parley::test {

class SilentAlarm final : public Alarm {
 public:
  void set(Instant, Listener&) override {}
  void cancel() noexcept override {}
};

class FloorScene : public testing::Test {
 protected:
  explicit FloorScene(bool opened = true, std::unique_ptr<Alarm> alarm = std::make_unique<SilentAlarm>())
      : clock(loop),
        ear(clock),
        voice(clock),
        records(create_recent_calls(16)),
        call_meters(meters),
        slots(2),
        wheel(clock, std::move(alarm)) {
    auto definition = *scene_organization();
    definition.fallback.transfer_to = "+15550199";
    auto organization = std::make_shared<const Organization>(std::move(definition));
    EXPECT_TRUE(directory.serve({{organization, *create_rule_router(*organization)}}));
    FloorPorts ports{clock,    directory, slots,       ear,   voice,
                     *records, recorder,  call_meters, Log(), [this] { return next_id(); }};
    floor = CallFloor::create({}, std::move(ports), {{loop.get_executor(), wheel}});
    asio::co_spawn(loop, floor->run(0), [this](std::exception_ptr error) {
      ended = true;
      EXPECT_FALSE(error);
    });
    clock.drain();
    if (opened) floor->open();
  }
  ~FloorScene() override { finish(); }
  // For destructors of scenes whose members calls use.
  void finish() {
    floor->close();
    for (int i = 0; i < 100 && !ended; ++i) clock.advance(std::chrono::milliseconds{500});
    EXPECT_TRUE(ended) << "a call did not end";
  }

  CallId next_id() {
    Uuid::Bytes bytes{};
    bytes[15] = ++ids;
    return CallId(Uuid(bytes));
  }
  CallRecord newest() {
    CallQuery query;
    query.organization = {"scene"};
    auto page = records->list(query);
    return page.calls.empty() ? CallRecord{} : page.calls.front();
  }

  asio::io_context loop;
  ManualClock clock;
  ScriptedRecognizer ear;
  ScriptedVoice voice;
  std::unique_ptr<RecentCalls> records;
  PlainMeters meters;
  CallMeters call_meters;
  CallSlots slots;
  OrganizationDirectory directory;
  Recorder recorder;
  SlotWheel wheel;
  std::unique_ptr<CallFloor> floor;
  std::uint8_t ids = 0;
  bool ended = false;
};

}  // namespace parley::test
