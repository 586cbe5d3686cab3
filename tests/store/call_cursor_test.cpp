// SPDX-License-Identifier: Apache-2.0
#include "parley/store/call_cursor.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(CallCursor, ReadsBack) {
  const CallCursor cursor{WallTime{std::chrono::milliseconds{1763724922123}},
                          *CallId::parse("019aa5f0-0000-7000-8000-000000000001")};
  EXPECT_EQ(cursor.to_string(), "1763724922123.019aa5f0-0000-7000-8000-000000000001");
  EXPECT_EQ(CallCursor::parse(cursor.to_string()), cursor);
}

TEST(CallCursor, RefusesAnythingElse) {
  for (const char* wrong :
       {"", ".", "1", "1.", "x.019aa5f0-0000-7000-8000-000000000001", "1.019aa5f0",
        "1 .019aa5f0-0000-7000-8000-000000000001", "99999999999999999999.019aa5f0-0000-7000-8000-000000000001"}) {
    EXPECT_EQ(CallCursor::parse(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace parley
