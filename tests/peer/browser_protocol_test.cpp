// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>

#include "line_protocol.hpp"

namespace parley::peer {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

class BrowserProtocolTest : public testing::Test {
 protected:
  BrowserProtocolTest() {
    plan.key = "secret";
    plan.from = "me";
    protocol = create_browser_protocol(plan);
  }
  LineActions hear(const std::string& text) { return protocol->on(WebSocketMessage(true, text), 0ms, playout); }
  void hear_sound(char generation, char position, std::size_t samples) {
    std::string bytes{generation, 0, 0, 0, position, 0, 0, 0};
    protocol->on(WebSocketMessage(false, bytes + std::string(samples * 2, '\1')), 0ms, playout);
  }

  CallPlan plan;
  CallerPlayout playout;
  std::unique_ptr<LineProtocol> protocol;
};

TEST_F(BrowserProtocolTest, SaysHelloAndWaitsForReady) {
  const auto actions = protocol->opened();
  ASSERT_EQ(actions.send.size(), 1U);
  const auto hello = json::parse(actions.send[0].data);
  EXPECT_EQ(hello["key"], "secret");
  EXPECT_EQ(hello["sample_rate"], 8000);
  EXPECT_FALSE(hello.contains("number")) << "the key's only organization, unless one is asked for";
  EXPECT_FALSE(actions.answered);
  EXPECT_EQ(hear(R"({"type":"ready","call_id":"id1"})").answered, "id1");
  const auto refused = hear(R"({"type":"refused","code":"full","detail":"No slot."})");
  ASSERT_TRUE(refused.ended);
  EXPECT_EQ(refused.ended->outcome, CallOutcome::failed);
  EXPECT_NE(refused.ended->problem.find("full: No slot."), std::string::npos);
  EXPECT_EQ(hear(R"({"type":"ended","reason":"silence"})").ended->outcome, CallOutcome::remote);
  EXPECT_FALSE(hear("{broken").ended);
}

TEST_F(BrowserProtocolTest, PlaysTellsAndDropsOldGenerations) {
  hear_sound(1, 0, 160);
  const auto sound = playout.next(0ms);
  ASSERT_TRUE(sound);
  EXPECT_EQ(sound->samples.size(), 160U);
  EXPECT_EQ(sound->samples[0], 0x0101);
  const auto told = protocol->begins(*sound);
  ASSERT_EQ(told.send.size(), 1U);
  EXPECT_EQ(json::parse(told.send[0].data)["generation"], 1);
  EXPECT_EQ(json::parse(told.send[0].data)["position"], 0);
  hear_sound(1, 100, 160);
  hear(R"({"type":"clear","generation":2})");
  EXPECT_TRUE(playout.empty());
  hear_sound(1, 120, 160);
  EXPECT_TRUE(playout.empty()) << "stale";
  hear_sound(2, 127, 160);
  EXPECT_FALSE(playout.empty());
  protocol->on(WebSocketMessage(false, "short"), 0ms, playout);
}

TEST_F(BrowserProtocolTest, SendsSamplesLittleEndian) {
  std::array<std::int16_t, kSlotSamples> slot{};
  slot[0] = 0x0102;
  slot[1] = -2;
  const auto message = protocol->sound(slot);
  EXPECT_FALSE(message.text);
  EXPECT_EQ(message.data.size(), 2 * kSlotSamples);
  EXPECT_EQ(message.data.substr(0, 4), std::string("\x02\x01\xfe\xff"));
  EXPECT_EQ(json::parse(protocol->key('5').data)["digit"], "5");
  EXPECT_EQ(json::parse(protocol->hang_up().data)["type"], "hang_up");
}

}  // namespace
}  // namespace parley::peer
