// SPDX-License-Identifier: Apache-2.0
#include "parley/net/percent_code.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(PercentCode, IsReadInUrlsAndForms) {
  EXPECT_EQ(percent_decode("a%2Fb+c", false), "a/b+c");
  EXPECT_EQ(percent_decode("%2b1555+0100", true), "+1555 0100");
  EXPECT_EQ(percent_decode("", true), "");
}

TEST(PercentCode, ThatIsBrokenIsRefused) {
  for (const char* text : {"%", "%2", "%zz", "a%2", "%2g"}) EXPECT_FALSE(percent_decode(text, true)) << text;
}

}  // namespace
}  // namespace parley
