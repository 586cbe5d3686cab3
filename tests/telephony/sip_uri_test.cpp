// SPDX-License-Identifier: Apache-2.0
#include "sip_uri.hpp"

#include <gtest/gtest.h>

namespace parley::sip {
namespace {

TEST(SipUri, ReadsTheFormsThatTrunksSend) {
  EXPECT_EQ(parse_uri("sip:+11234567890@host;transport=tls"),
            (SipUri{"sip", "+11234567890", "host", 0, "transport=tls"}));
  EXPECT_EQ(parse_uri("SIP:demo:secret@10.0.0.1:5070?Subject=x"), (SipUri{"sip", "demo", "10.0.0.1", 5070, ""}));
  EXPECT_EQ(parse_uri("sip:54.172.60.0:5061;r2=on;lr"), (SipUri{"sip", "", "54.172.60.0", 5061, "r2=on;lr"}));
  EXPECT_EQ(parse_uri("sips:a@[2001:db8::1]:5061"), (SipUri{"sips", "a", "2001:db8::1", 5061, ""}));
  EXPECT_EQ(parse_uri("tel:+1-555;phone-context=x"), (SipUri{"tel", "+1-555", "", 0, "phone-context=x"}));
  EXPECT_EQ(parse_uri("sip:+1555;npdi=yes@host"), (SipUri{"sip", "+1555;npdi=yes", "host", 0, ""}));
}

TEST(SipUri, RefusesWhatIsNone) {
  for (const auto* wrong :
       {"", "sip", "sip:", ":x", "sip:@", "sip:a@h:99999", "sip:a@h:x", "sip:a@[::1", "sip:a@[::1]x", "sip:a@h h"}) {
    EXPECT_EQ(parse_uri(wrong), std::nullopt) << wrong;
  }
}

TEST(NameAddress, ReadsNamesBracketsAndHeaderParameters) {
  EXPECT_EQ(parse_name_address("\"A < \\\" B\" <sip:a@b;lr>;tag=1"), (NameAddress{"sip:a@b;lr", "tag=1"}));
  EXPECT_EQ(parse_name_address("sip:a@b;tag=1"), (NameAddress{"sip:a@b", "tag=1"}));
  EXPECT_EQ(parse_name_address("Name <sip:a@b>"), (NameAddress{"sip:a@b", ""}));
  for (const auto* wrong : {"", "<>", "\"open <sip:a@b>", "<sip:a@b", "\"only a name\""}) {
    EXPECT_EQ(parse_name_address(wrong), std::nullopt) << wrong;
  }
}

TEST(NumberOfUser, StripsNothingButLeadingSeparatorsAndParameters) {
  EXPECT_EQ(number_of_user("demo"), "demo");
  EXPECT_EQ(number_of_user("%2B15550100"), "+15550100");
  EXPECT_EQ(number_of_user("(555) 01-00"), "555) 01-00");
  EXPECT_EQ(number_of_user("+1-555"), "+1-555");
  EXPECT_EQ(number_of_user("+1555;npdi=yes"), "+1555");
  EXPECT_EQ(number_of_user("---"), "");
}

}  // namespace
}  // namespace parley::sip
