// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

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
