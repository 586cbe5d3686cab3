// SPDX-License-Identifier: Apache-2.0
#include "twiml.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(Twiml, ConnectsAStreamWithItsParametersAndNothingBehindIt) {
  EXPECT_EQ(twiml_connect("wss://h/v1/twilio/media", {{"number", "+1<5"}, {"from", "\"a\"&'b'"}}),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Connect><Stream url=\"wss://h/v1/twilio/media\">"
            "<Parameter name=\"number\" value=\"+1&lt;5\"/>"
            "<Parameter name=\"from\" value=\"&quot;a&quot;&amp;&apos;b&apos;\"/>"
            "</Stream></Connect></Response>\n");
}

TEST(Twiml, LeavesOutParametersThatAreTooLong) {
  EXPECT_EQ(twiml_connect("ws://h", {{"from", std::string(496, 'x')}}).find("Parameter"), std::string::npos);
  EXPECT_NE(twiml_connect("ws://h", {{"from", std::string(495, 'x')}}).find("Parameter"), std::string::npos);
}

TEST(Twiml, SaysAndDials) {
  EXPECT_NE(twiml_say_and_hang_up("a & b\x01").find("<Say>a &amp; b </Say><Hangup/>"), std::string::npos);
  EXPECT_NE(twiml_dial("+15550100").find("<Dial>+15550100</Dial>"), std::string::npos);
  EXPECT_NE(twiml_dial("sip:a@b").find("<Dial><Sip>sip:a@b</Sip></Dial>"), std::string::npos);
}

}  // namespace
}  // namespace parley
