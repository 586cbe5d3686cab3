// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "parley/media/wav.hpp"
#include "peer/scripted_server.hpp"
#include "surroundings.hpp"

namespace parley::commands {
namespace {

// The discard port of loopback: nothing answers SIP there.
constexpr auto kNobody = "sip:demo@127.0.0.1:9";

TEST(CallCommand, WrongUseIsTwoAndSaysWhat) {
  const std::pair<Arguments, const char*> cases[] = {
      {{}, "TARGET"},
      {{"demo"}, "sip:NUMBER@HOST:PORT"},
      {{kNobody, "--dtmf", "12x"}, "keys are"},
      {{kNobody, "--codec", "opus"}, "--codec"},
      {{kNobody, "--transport", "pigeon"}, "--transport"},
      {{kNobody, "--loss", "101"}, "--loss"},
  };
  for (const auto& [arguments, word] : cases) {
    test::Process process;
    EXPECT_EQ(call(arguments, process.surroundings), 2);
    EXPECT_NE(process.err.str().find(word), std::string::npos) << process.err.str();
  }
}

TEST(CallCommand, InputsAreSentInTheOrderOfTheLineAndTheCallIsRecorded) {
  peer::test::ScriptedServer server({});
  const auto record = std::filesystem::temp_directory_path() / ("parley_call_" + std::to_string(::getpid()) + ".wav");
  test::Process process;
  EXPECT_EQ(call({server.target().uri(), "--dtmf", "4", "--say", "hello there", "--silence", "100", "--dtmf", "5#",
                  "--reply-wait", "300", "--record", record.string(), "--json"},
                 process.surroundings),
            0)
      << process.err.str();
  server.stop();
  const auto json = nlohmann::json::parse(process.out.str());
  std::vector<std::string> inputs;
  for (const auto& turn : json["turns"]) inputs.push_back(turn["input"]);
  EXPECT_EQ(inputs, (std::vector<std::string>{"4", "hello there", "5#"}));
  EXPECT_EQ(json["call_id"], "call-of-test");
  EXPECT_FALSE(json["turns"][1]["gap_ms"].is_null());
  const auto sound = read_wav(record.string());
  std::filesystem::remove(record);
  ASSERT_TRUE(sound);
  EXPECT_EQ(sound->channels, 2);
  std::vector<std::int16_t> left;
  std::vector<std::int16_t> right;
  for (std::size_t i = 0; i + 1 < sound->samples.size(); i += 2) {
    left.push_back(sound->samples[i]);
    right.push_back(sound->samples[i + 1]);
  }
  const auto own = peer::VoiceGate().find(left);
  const auto agent = peer::VoiceGate().find(right);
  ASSERT_TRUE(own && agent);
  EXPECT_EQ(own->end - own->first, 1600u) << "two words of the scripted voice";
  EXPECT_LT(agent->first, own->first) << "the agent greets first";
}

TEST(CallCommand, AFailedCallIsOneAndStillAnObject) {
  test::Process process;
  EXPECT_EQ(call({kNobody, "--say", "hello there", "--silence", "100", "--json"}, process.surroundings), 1);
  const auto json = nlohmann::json::parse(process.out.str());
  EXPECT_EQ(json["end"], "failed");
  EXPECT_EQ(json["sip_status"], 0);
  EXPECT_NE(process.err.str().find("is the server running"), std::string::npos);
}

TEST(CallCommand, SeveralCallsAreAnArray) {
  test::Process process;
  EXPECT_EQ(call({kNobody, "--calls", "3", "--concurrency", "2", "--json"}, process.surroundings), 1);
  EXPECT_EQ(nlohmann::json::parse(process.out.str()).size(), 3u);
}

TEST(CallCommand, ASoundThatIsNotThereIsNamed) {
  test::Process process;
  EXPECT_NE(call({kNobody, "--play", "/no/such.wav"}, process.surroundings), 0);
  EXPECT_NE(process.err.str().find("/no/such.wav"), std::string::npos);
}

}  // namespace
}  // namespace parley::commands
