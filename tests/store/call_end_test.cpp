// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>

#include "parley/store/call_record.hpp"

namespace parley {
namespace {

TEST(CallEnd, EveryReasonHasItsOwnName) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(CallEnd::server_lost); ++i) names.insert(to_string(static_cast<CallEnd>(i)));
  EXPECT_EQ(names, (std::set<std::string_view>{"caller_hung_up", "agent_finished", "transferred", "silence", "no_media",
                                               "too_long", "rejected", "overload", "shutdown", "speech_lost", "bug",
                                               "server_lost"}));
}

TEST(CallEnd, NamesAreReadBackAndOthersAreNot) {
  EXPECT_EQ(parse_call_end("no_media"), CallEnd::no_media);
  EXPECT_EQ(parse_call_end("server_lost"), CallEnd::server_lost);
  EXPECT_EQ(parse_call_end("No_Media"), std::nullopt);
  EXPECT_EQ(parse_call_end(""), std::nullopt);
}

}  // namespace
}  // namespace parley
