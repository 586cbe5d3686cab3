// SPDX-License-Identifier: Apache-2.0
#include "header_text.hpp"

#include <gtest/gtest.h>

namespace parley::sip {
namespace {

using Items = std::vector<std::string_view>;

TEST(HeaderText, SplitsListsOutsideQuotesAndAngleBrackets) {
  EXPECT_EQ(split_list("100rel, timer"), (Items{"100rel", "timer"}));
  EXPECT_EQ(split_list(" <sip:a,b@c>;x=\"1,2\" , \"A, \\\" B\" <sip:d>"),
            (Items{"<sip:a,b@c>;x=\"1,2\"", "\"A, \\\" B\" <sip:d>"}));
  EXPECT_EQ(split_list(" , ,"), Items{});
  EXPECT_EQ(split_list("\"never closed, a"), (Items{"\"never closed, a"}));
}

TEST(HeaderText, FindsParametersWhateverTheirCaseAndOrder) {
  EXPECT_EQ(parameter("lr;Transport=TCP", "transport"), "TCP");
  EXPECT_EQ(parameter("a=1; lr ;b=2", "LR"), "");
  EXPECT_EQ(parameter("text=\"a;lr\"", "lr"), std::nullopt);
  EXPECT_EQ(parameter("text=\"a;b\"", "text"), "a;b");
  EXPECT_EQ(parameter("", "lr"), std::nullopt);
}

TEST(HeaderText, RemovesOneParameterAndKeepsTheRestAsItWas) {
  EXPECT_EQ(without_parameter("SIP/2.0/UDP h:5060;rport=1;branch=z", "rport"), "SIP/2.0/UDP h:5060;branch=z");
  EXPECT_EQ(without_parameter("SIP/2.0/UDP h;RPORT;branch=z", "rport"), "SIP/2.0/UDP h;branch=z");
  EXPECT_EQ(without_parameter("rport;branch=z", "rport"), "rport;branch=z");
}

TEST(HeaderText, DecodesEscapesAndLeavesBrokenOnesAlone) {
  EXPECT_EQ(percent_decoded("%2B1555"), "+1555");
  EXPECT_EQ(percent_decoded("%2b%"), "+%");
  EXPECT_EQ(percent_decoded("%zz%4"), "%zz%4");
}

TEST(HeaderText, ReadsWholeNumbersThatFit) {
  EXPECT_EQ(whole_number("4294967295"), 4294967295U);
  for (const auto* wrong : {"", "4294967296", "-1", "1 ", "0x10", "99999999999"}) {
    EXPECT_EQ(whole_number(wrong), std::nullopt) << wrong;
  }
}

TEST(HeaderText, KnowsAddressesAndWhichOfThemArePrivate) {
  for (const auto* address : {"10.1.2.3", "172.31.0.1", "192.168.0.1", "100.64.0.1", "127.0.0.1", "::1", "fd00::1"}) {
    EXPECT_TRUE(is_ip_address(address)) << address;
    EXPECT_TRUE(is_private_address(address)) << address;
  }
  for (const auto* address : {"54.172.60.0", "172.32.0.1", "100.128.0.1", "2001:db8::1"}) {
    EXPECT_TRUE(is_ip_address(address)) << address;
    EXPECT_FALSE(is_private_address(address)) << address;
  }
  EXPECT_FALSE(is_ip_address("example.com"));
  EXPECT_FALSE(is_ip_address(""));
}

TEST(HeaderText, BracketsOnlyIpv6) {
  EXPECT_EQ(host_port("::1", 5060), "[::1]:5060");
  EXPECT_EQ(host_port("127.0.0.1", 5060), "127.0.0.1:5060");
  EXPECT_EQ(host_port("127.0.0.1", 0), "127.0.0.1");
}

}  // namespace
}  // namespace parley::sip
