// SPDX-License-Identifier: Apache-2.0
#include "retention_due.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(RetentionDue, CountsDaysBackFromNow) {
  const WallTime now{std::chrono::days{20000} + std::chrono::hours{5}};
  EXPECT_EQ(due_at({}, now), RetentionDue{});
  const auto due = due_at({30, 0}, now);
  EXPECT_EQ(due.recordings, now - std::chrono::days{30});
  EXPECT_EQ(due.transcripts, now);
}

}  // namespace
}  // namespace parley
