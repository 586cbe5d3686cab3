// SPDX-License-Identifier: Apache-2.0
#include "shared_names.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(SharedNames, SayUseOrganizationAndKey) {
  EXPECT_EQ(shared_entry_name(CacheUse::tool_result, "demo", "k"), "parley:cache:tool_result:demo:k");
  EXPECT_EQ(shared_generation_name("demo"), "parley:cache:generation:demo");
}

TEST(SharedNames, ANoteComesBackAsItWent) {
  const ForgottenNote note{"1f2e", "demo"};
  EXPECT_EQ(read_forgotten(write_forgotten(note)), note);
}

TEST(SharedNames, NonsenseIsNoNote) {
  for (const char* text : {"", " ", "demo", "demo ", " demo"}) EXPECT_EQ(read_forgotten(text), std::nullopt) << text;
}

}  // namespace
}  // namespace parley
