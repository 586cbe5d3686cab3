// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>

#include "line_protocol.hpp"

namespace parley::peer {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

class TwilioProtocolTest : public testing::Test {
 protected:
  TwilioProtocolTest() {
    plan.target.user = "demo";
    plan.from = "me";
    protocol = create_twilio_protocol(plan, "7");
  }
  LineActions hear(const std::string& text) { return protocol->on(WebSocketMessage(true, text), 0ms, playout); }

  CallPlan plan;
  CallerPlayout playout;
  std::unique_ptr<LineProtocol> protocol;
};

TEST_F(TwilioProtocolTest, StartsAsACarrierDoes) {
  const auto actions = protocol->opened();
  ASSERT_EQ(actions.send.size(), 2U);
  EXPECT_EQ(json::parse(actions.send[0].data)["event"], "connected");
  const auto start = json::parse(actions.send[1].data);
  EXPECT_EQ(start["event"], "start");
  EXPECT_EQ(start["sequenceNumber"], "1");
  EXPECT_EQ(start["start"]["streamSid"], start["streamSid"]);
  EXPECT_EQ(start["start"]["customParameters"]["number"], "demo");
  EXPECT_EQ(start["start"]["customParameters"]["from"], "me");
  EXPECT_TRUE(actions.answered);
}

TEST_F(TwilioProtocolTest, PlaysEchoesAndClears) {
  hear(R"({"event":"media","streamSid":"MZ7","media":{"payload":"//////////8="}})");
  hear(R"({"event":"mark","streamSid":"MZ7","mark":{"name":"p1"}})");
  const auto sound = playout.next(0ms);
  ASSERT_TRUE(sound);
  EXPECT_EQ(sound->samples.size(), 8U);
  EXPECT_TRUE(protocol->begins(*sound).send.empty());
  const auto echo = protocol->begins(*playout.next(1ms));
  ASSERT_EQ(echo.send.size(), 1U);
  EXPECT_EQ(json::parse(echo.send[0].data)["mark"]["name"], "p1");
  hear(R"({"event":"mark","streamSid":"MZ7","mark":{"name":"p2"}})");
  EXPECT_EQ(json::parse(hear(R"({"event":"clear","streamSid":"MZ7"})").send.at(0).data)["mark"]["name"], "p2");
  EXPECT_TRUE(hear("{broken").send.empty());
  EXPECT_TRUE(hear(R"({"event":"media"})").send.empty());
}

TEST_F(TwilioProtocolTest, NumbersWhatItSends) {
  protocol->opened();
  const std::array<std::int16_t, kSlotSamples> silence{};
  protocol->sound(silence);
  const auto second = json::parse(protocol->sound(silence).data);
  EXPECT_EQ(second["media"]["chunk"], "2");
  EXPECT_EQ(second["media"]["timestamp"], "20");
  EXPECT_EQ(second["sequenceNumber"], "3");
  EXPECT_EQ(second["media"]["payload"].get<std::string>().size(), 216U);
  EXPECT_EQ(json::parse(protocol->key('#').data)["dtmf"]["digit"], "#");
  EXPECT_EQ(json::parse(protocol->hang_up().data)["event"], "stop");
}

}  // namespace
}  // namespace parley::peer
