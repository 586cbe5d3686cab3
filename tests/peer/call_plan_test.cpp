// SPDX-License-Identifier: Apache-2.0
#include "parley/peer/call_plan.hpp"

#include <gtest/gtest.h>

namespace parley::peer {
namespace {

TEST(CallTarget, ReadsWhatPeopleType) {
  struct Case {
    const char* text;
    CallTarget target;
    const char* uri;
  };
  const auto sip = CallerTransport::sip;
  const auto tcp = CallerTransport::sip_tcp;
  const Case cases[] = {
      {"sip:demo@127.0.0.1:5060", {sip, "demo", "127.0.0.1", 5060}, "sip:demo@127.0.0.1:5060"},
      {"sip:demo@host", {sip, "demo", "host", 5060}, "sip:demo@host:5060"},
      {"sip:+15550100@host:5070", {sip, "+15550100", "host", 5070}, "sip:+15550100@host:5070"},
      {"sip:host:5070", {sip, "", "host", 5070}, "sip:host:5070"},
      {"sip:demo@host;transport=tcp", {tcp, "demo", "host", 5060}, "sip:demo@host:5060;transport=tcp"},
  };
  for (const auto& one : cases) {
    const auto target = parse_target(one.text, sip);
    ASSERT_TRUE(target) << one.text;
    EXPECT_EQ(*target, one.target) << one.text;
    EXPECT_EQ(target->uri(), one.uri);
  }
  EXPECT_EQ(parse_target("sip:demo@host", tcp)->transport, tcp);
}

TEST(CallTarget, SaysHowItIsWrittenWhenItIsWrong) {
  for (const auto* text : {"", "demo", "tel:123", "sip:", "sip:demo@", "sip:demo@host:0", "sip:demo@host:99999",
                           "sip:demo@host:port", "sip:demo@ho st"}) {
    const auto target = parse_target(text, CallerTransport::sip);
    ASSERT_FALSE(target) << text;
    EXPECT_NE(target.error().message.find("sip:NUMBER@HOST:PORT"), std::string::npos);
  }
}

TEST(PlannedInput, NamesItselfInTheReport) {
  EXPECT_EQ(PlannedInput::press("12#").label, "12#");
  EXPECT_EQ(PlannedInput::say("hello", nullptr).kind, PlannedInput::Kind::speech);
  EXPECT_EQ(PlannedInput::wait(std::chrono::milliseconds{300}).length.count(), 300);
}

}  // namespace
}  // namespace parley::peer

namespace parley::peer {
namespace {

TEST(CallTarget, TakesTheAddressesOfWebSocketDoors) {
  struct Case {
    const char* text;
    CallerTransport given;
    CallerTransport transport;
    const char* url;
    const char* number;
  };
  const Case cases[] = {
      {"ws://127.0.0.1:8080/v1/twilio/media", CallerTransport::sip, CallerTransport::twilio,
       "ws://127.0.0.1:8080/v1/twilio/media", "demo"},
      {"ws://h:1/v1/twilio/media?number=+1555", CallerTransport::twilio, CallerTransport::twilio,
       "ws://h:1/v1/twilio/media", "+1555"},
      {"http://h", CallerTransport::twilio, CallerTransport::twilio, "ws://h:80/v1/twilio/media", "demo"},
      {"http://[::1]:9/", CallerTransport::browser, CallerTransport::browser, "ws://[::1]:9/v1/browser", ""},
      {"ws://h/v1/browser", CallerTransport::twilio, CallerTransport::browser, "ws://h:80/v1/browser", ""},
      {"ws://h/prefix/v1/browser", CallerTransport::sip, CallerTransport::browser, "ws://h:80/prefix/v1/browser", ""},
  };
  for (const auto& one : cases) {
    const auto target = parse_target(one.text, one.given);
    ASSERT_TRUE(target) << one.text;
    EXPECT_EQ(target->transport, one.transport) << one.text;
    EXPECT_EQ(target->url(), one.url);
    EXPECT_EQ(target->user, one.number);
  }
  for (const char* wrong :
       {"ws://", "ws://h:0/v1/browser", "http://h", "ws://h/elsewhere", "ws://h:99999/v1/browser"}) {
    EXPECT_FALSE(parse_target(wrong, CallerTransport::sip)) << wrong;
  }
  EXPECT_FALSE(parse_target("sip:demo@h", CallerTransport::twilio));
}

}  // namespace
}  // namespace parley::peer
