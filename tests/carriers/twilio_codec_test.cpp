// SPDX-License-Identifier: Apache-2.0
#include "twilio_codec.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace parley {
namespace {

using Kind = TwilioEvent::Kind;

// As the protocol's description has them.
TEST(TwilioReader, ReadsEachEvent) {
  TwilioReader reader;
  EXPECT_EQ(reader.read(R"({"event":"connected","protocol":"Call","version":"1.0.0"})").kind, Kind::connected);
  {
    const auto& start = reader.read(
        R"({"event":"start","sequenceNumber":"1","streamSid":"MZ0","start":{"streamSid":"MZ0","accountSid":"AC0",)"
        R"("callSid":"CA0","tracks":["inbound"],"customParameters":{"token":"t","number":"+1"},)"
        R"("mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}}})");
    EXPECT_EQ(start.kind, Kind::start);
    EXPECT_EQ(start.stream_sid, "MZ0");
    EXPECT_EQ(start.call_sid, "CA0");
    EXPECT_EQ(start.account_sid, "AC0");
    EXPECT_EQ(start.encoding, "audio/x-mulaw");
    EXPECT_EQ(start.sample_rate, 8000U);
    EXPECT_EQ(start.channels, 1U);
    EXPECT_EQ(field(start.parameters, "token"), "t");
    EXPECT_EQ(field(start.parameters, "number"), "+1");
  }
  {
    const auto& media =
        reader.read(R"({"event":"media","sequenceNumber":"2","streamSid":"MZ0","media":{"track":"inbound","chunk":"1",)"
                    R"("timestamp":"20","payload":"//8="}})");
    EXPECT_EQ(media.kind, Kind::media);
    EXPECT_EQ(media.payload, "//8=");
    EXPECT_EQ(media.chunk, 1U);
    EXPECT_EQ(media.timestamp_ms, 20U);
    EXPECT_EQ(media.sequence, 2U);
    EXPECT_TRUE(media.inbound);
    EXPECT_TRUE(media.parameters.empty()) << "of another message";
  }
  EXPECT_EQ(reader.read(R"({"event":"dtmf","streamSid":"MZ0","dtmf":{"track":"inbound_track","digit":"#"}})").digit,
            "#");
  EXPECT_EQ(reader.read(R"({"event":"mark","streamSid":"MZ0","mark":{"name":"p7"}})").mark, "p7");
  EXPECT_EQ(reader.read(R"({"event":"stop","streamSid":"MZ0","stop":{"callSid":"CA0"}})").kind, Kind::stop);
  EXPECT_EQ(reader.read(R"({"event":"stop","sequenceNumber":9})").kind, Kind::stop) << "SignalWire says no more";
}

TEST(TwilioReader, TakesNumbersInStringsAndAsNumbersInAnyOrder) {
  TwilioReader reader;
  const auto& media = reader.read(
      R"({"media":{"payload":"","timestamp":40,"chunk":2,"more":[1,{}]},"x":null,"sequenceNumber":3,"event":"media"})");
  EXPECT_EQ(media.kind, Kind::media);
  EXPECT_EQ(media.chunk, 2U);
  EXPECT_EQ(media.timestamp_ms, 40U);
  EXPECT_EQ(media.sequence, 3U);
  EXPECT_EQ(media.stream_sid, "");
}

TEST(TwilioReader, NumbersThatAreNoneAreLeftOut) {
  TwilioReader reader;
  for (const char* chunk : {"\"\"", "\"1x\"", "\"-1\"", "-1", "1.5", "true", "[]", "\"99999999999999999999\""}) {
    const std::string text = std::string(R"({"event":"media","media":{"payload":"","chunk":)") + chunk + "}}";
    const auto& media = reader.read(text);
    EXPECT_EQ(media.kind, Kind::media) << chunk;
    EXPECT_FALSE(media.chunk) << chunk;
  }
}

TEST(TwilioReader, AStartWithoutParametersIsFine) {
  TwilioReader reader;
  const auto& start = reader.read(R"({"event":"start","start":{"streamSid":"a-b_c","callSid":"CA0"}})");
  EXPECT_EQ(start.kind, Kind::start);
  EXPECT_EQ(start.stream_sid, "a-b_c");
  EXPECT_TRUE(start.parameters.empty());
  EXPECT_FALSE(start.sample_rate);
}

TEST(TwilioReader, SaysWhatIsBrokenAndWhatIsOnlyUnknown) {
  const std::vector<std::string> broken = {
      "",
      "{",
      "nonsense",
      "[]",
      "\"event\"",
      "{}",
      R"({"event":5})",
      R"({"event":"media"})",
      R"({"event":"media","media":{}})",
      R"({"event":"media","media":{"payload":5}})",
      R"({"event":"dtmf","dtmf":{}})",
      R"({"event":"mark","mark":{"name":""}})",
      R"({"event":"start"})",
      R"({"event":"start","start":{}})",
      R"({"event":"start","start":{"streamSid":"a\"b"}})",
      R"({"event":"start","start":{"streamSid":")" + std::string(65, 'x') + "\"}}",
      "{\"event\":\"stop\"} and more",
      std::string("{\"event\":\"sto\0p\"}", 16),
      "{\"event\":\"\xff\xfe\"}",
      std::string(10000, '['),
  };
  TwilioReader reader;
  for (const auto& text : broken) EXPECT_EQ(reader.read(text).kind, Kind::broken) << text.substr(0, 60);
  EXPECT_EQ(reader.read(R"({"event":"transcript","x":1})").kind, Kind::unknown);
}

TEST(TwilioReader, KeepsNoMoreParametersThanItShould) {
  std::string text = R"({"event":"start","start":{"streamSid":"MZ0","customParameters":{)";
  for (int i = 0; i < 100; ++i) text += (i ? ",\"p" : "\"p") + std::to_string(i) + "\":\"v\"";
  TwilioReader reader;
  EXPECT_EQ(reader.read(text + "}}}").parameters.size(), 32U);
}

TEST(TwilioWriter, WritesWhatTwilioReads) {
  TwilioWriter writer("MZ0");
  const std::array<std::uint8_t, 2> silence{0xFF, 0xFF};
  EXPECT_EQ(writer.media(silence), R"({"event":"media","streamSid":"MZ0","media":{"payload":"//8="}})");
  EXPECT_EQ(writer.mark("p1"), R"({"event":"mark","streamSid":"MZ0","mark":{"name":"p1"}})");
  EXPECT_EQ(writer.clear(), R"({"event":"clear","streamSid":"MZ0"})");
  EXPECT_EQ(writer.media(silence), R"({"event":"media","streamSid":"MZ0","media":{"payload":"//8="}})");
}

}  // namespace
}  // namespace parley
