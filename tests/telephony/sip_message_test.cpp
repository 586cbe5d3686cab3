// SPDX-License-Identifier: Apache-2.0
#include "sip_message.hpp"

#include <gtest/gtest.h>

namespace parley::sip {
namespace {

TEST(SipMessage, FindsHeadersWithoutRegardToCase) {
  SipMessage message;
  message.headers = {{"Require", "100rel, timer"}, {"Subject", "a"}, {"require", "gruu"}};
  ASSERT_NE(message.header("SUBJECT"), nullptr);
  EXPECT_EQ(*message.header("SUBJECT"), "a");
  EXPECT_EQ(message.header("Expires"), nullptr);
  EXPECT_EQ(message.items("Require"), (std::vector<std::string_view>{"100rel", "timer", "gruu"}));
}

}  // namespace
}  // namespace parley::sip
