// SPDX-License-Identifier: Apache-2.0
#include "parley/core/rfc3339.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(Rfc3339, WritesMillisecondsInUtc) {
  using namespace std::chrono;
  const WallTime when = sys_days{year{2026} / 11 / 21} + 11h + 35min + 22s + 7ms;
  EXPECT_EQ(format_rfc3339(when), "2026-11-21T11:35:22.007Z");
}

TEST(Rfc3339, KnowsTimesBefore1970) { EXPECT_EQ(format_rfc3339(WallTime{-1ms}), "1969-12-31T23:59:59.999Z"); }

}  // namespace
}  // namespace parley
