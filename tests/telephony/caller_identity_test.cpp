// SPDX-License-Identifier: Apache-2.0
#include "caller_identity.hpp"

#include <gtest/gtest.h>

#include "sip_text.hpp"

namespace parley::sip {
namespace {

struct Case {
  const char* name;
  const char* headers;
  const char* number;
};

TEST(CallingNumber, PrefersWhatTheNetworkAsserts) {
  const Case cases[] = {
      {"From alone", "", "+15550123"},
      {"asserted", "P-Asserted-Identity: <sip:+10987654321@184.150.215.12:5060>\r\n", "+10987654321"},
      {"asserted twice, tel second", "P-Asserted-Identity: <sip:gw.example>, <tel:+1777>\r\n", "+1777"},
      {"verstat", "P-Asserted-Identity: \"X\"<sip:+1222;verstat=TN-Validation-Passed-A@t.com>\r\n", "+1222"},
      {"remote party", "Remote-Party-ID: \"Bob\" <sip:+1333@pbx>;party=calling;privacy=off\r\n", "+1333"},
      {"asserted before remote party", "Remote-Party-ID: <sip:+1333@pbx>\r\nP-Asserted-Identity: <sip:+1444@pbx>\r\n",
       "+1444"},
      {"hidden remote party", "Remote-Party-ID: <sip:+1333@pbx>;privacy=full\r\n", ""},
      {"privacy", "P-Asserted-Identity: <sip:+1444@pbx>\r\nPrivacy: user;id\r\n", ""},
      {"no privacy", "Privacy: none\r\n", "+15550123"},
      {"broken asserted", "P-Asserted-Identity: <\r\n", "+15550123"},
  };
  for (const auto& [name, headers, number] : cases) {
    auto request = test::invite();
    request.extra = headers;
    EXPECT_EQ(calling_number(request.parsed()), number) << name;
  }
}

TEST(CallingNumber, IsEmptyForAnonymousCallers) {
  auto message = test::invite().parsed();
  message.from = "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=1";
  EXPECT_EQ(calling_number(message), "");
}

TEST(CalledNumber, IsTheUserOfTheRequestUri) {
  auto message = test::invite().parsed();
  for (const auto& [uri, number] : {std::pair{"sip:%2B15550100@h", "+15550100"},
                                    {"sip:demo@h;user=phone", "demo"},
                                    {"tel:+15550100", "+15550100"},
                                    {"sip:host", ""},
                                    {"nonsense", ""}}) {
    message.request_uri = uri;
    EXPECT_EQ(called_number(message), number) << uri;
  }
}

TEST(ApplicationHeaders, AreBounded) {
  auto message = test::invite().parsed();
  message.headers = {
      {"x-twilio-callsid", "CA1"}, {"User-to-User", "aa"}, {"Subject", "no"}, {"X-Long", std::string(2000, 'x')}};
  EXPECT_EQ(application_headers(message),
            (std::vector<std::pair<std::string, std::string>>{{"x-twilio-callsid", "CA1"}, {"User-to-User", "aa"}}));
  message.headers.assign(100, {"X-Many", "1"});
  EXPECT_EQ(application_headers(message).size(), 16U);
}

}  // namespace
}  // namespace parley::sip
