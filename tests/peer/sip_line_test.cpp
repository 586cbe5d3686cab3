// SPDX-License-Identifier: Apache-2.0
#include "sip_line.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "scripted_server.hpp"

namespace parley::peer {
namespace {

// Hangs up as soon as `enough` packets of the agent were heard; sends one packet for each and one to begin with.
struct Echoing : LineListener {
  void on_answered(CallTime, const std::string& id) override {
    call_id = id;
    line->send(std::span<const std::int16_t>(silence));
  }
  void on_heard(const HeardSound& sound) override {
    positions.push_back(sound.position);
    EXPECT_EQ(sound.samples.size(), kSlotSamples);
    if (positions.size() == enough) {
      line->hang_up();
    } else {
      line->send(std::span<const std::int16_t>(silence));
    }
  }

  CallerLine* line = nullptr;
  std::size_t enough = 3;
  std::string call_id;
  std::vector<std::uint32_t> positions;
  std::array<std::int16_t, kSlotSamples> silence{};
};

LineEnd run(const CallPlan& plan, Echoing& listener, RtpCounts* counts = nullptr) {
  auto clock = create_system_clock();
  asio::io_context loop;
  auto line = create_sip_line(*clock, plan);
  listener.line = line.get();
  auto ended = asio::co_spawn(loop, line->run(listener), asio::use_future);
  loop.run();
  if (counts) *counts = line->counts();
  return ended.get();
}

TEST(SipLine, CarriesSoundBothWaysAndLeaves) {
  for (const auto codec : {CallerCodec::pcmu, CallerCodec::pcma}) {
    test::ScriptedServer server({});
    CallPlan plan;
    plan.target = server.target();
    plan.codec = codec;
    Echoing listener;
    RtpCounts counts;
    const auto end = run(plan, listener, &counts);
    EXPECT_EQ(end.outcome, CallOutcome::local);
    EXPECT_EQ(end.status, 200);
    EXPECT_EQ(listener.call_id, "call-of-test");
    EXPECT_EQ(listener.positions, (std::vector<std::uint32_t>{0, 160, 320}));
    EXPECT_EQ(counts.sent, 3u);
    EXPECT_EQ(counts.received, 3u);
  }
}

TEST(SipLine, AHostThatDoesNotExistIsAReason) {
  CallPlan plan;
  plan.target.user = "demo";
  plan.target.host = "host.invalid";
  Echoing listener;
  const auto end = run(plan, listener);
  EXPECT_EQ(end.outcome, CallOutcome::failed);
  EXPECT_NE(end.problem.find("cannot reach host.invalid"), std::string::npos);
}

}  // namespace
}  // namespace parley::peer
