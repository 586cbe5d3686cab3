// SPDX-License-Identifier: Apache-2.0
#include "moments.hpp"

#include <gtest/gtest.h>

#include "parley/core/rfc3339.hpp"

namespace parley {
namespace {

TEST(Moments, ReadEveryWayToWriteOne) {
  for (const auto& [text, same] : {std::pair{"2026-11-21T11:35:22Z", "2026-11-21T11:35:22.000Z"},
                                   std::pair{"2026-11-21t11:35:22.5z", "2026-11-21T11:35:22.500Z"},
                                   std::pair{"2026-11-21 11:35:22.123456Z", "2026-11-21T11:35:22.123Z"},
                                   std::pair{"2026-11-21T11:35:22+01:00", "2026-11-21T10:35:22.000Z"},
                                   std::pair{"2026-12-31T23:35:22-00:30", "2027-01-01T00:05:22.000Z"},
                                   std::pair{"2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"}}) {
    const auto read = parse_rfc3339(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(format_rfc3339(*read), same);
  }
}

TEST(Moments, RefuseEverythingElse) {
  for (const char* text :
       {"", "2026", "2026-11-21", "2026-11-21T11:35Z", "2026-11-21T11:35:22", "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T11:60:00Z", "2026-11-21T11:35:61Z",
        "2026-11-21T11:35:22.Z", "2026-11-21T11:35:22 01:00", "2026-11-21T11:35:22+1:00", "2026-11-21T11:35:22+24:00",
        "2026-11-21T11:35:22Zx", "-026-11-21T11:35:22Z", "2026-11-21T11:35:22+01:0"}) {
    EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace parley
