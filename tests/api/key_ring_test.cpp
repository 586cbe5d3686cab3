// SPDX-License-Identifier: Apache-2.0
#include "key_ring.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(SameSecret, ComparesEveryByte) {
  EXPECT_TRUE(same_secret("abc", "abc"));
  EXPECT_TRUE(same_secret("", ""));
  EXPECT_FALSE(same_secret("abc", "abd"));
  EXPECT_FALSE(same_secret("Abc", "abc"));
  EXPECT_FALSE(same_secret("abc", "abcd"));
  EXPECT_FALSE(same_secret(std::string_view("a\0b", 3), std::string_view("a\0c", 3)));
}

TEST(BearerToken, IsWhatFollowsTheScheme) {
  EXPECT_EQ(bearer_token("Bearer k1"), "k1");
  EXPECT_EQ(bearer_token("bEARER   k1"), "k1");
  for (const char* other : {"", "Bearer", "Bearer ", "Basic k1", "Bearerk1", "k1"})
    EXPECT_EQ(bearer_token(other), "") << other;
}

TEST(KeyRing, OpensTheOrganizationOfTheKey) {
  const std::vector<ApiKey> keys = {{"key-one", {"demo"}}, {"key-two", {"other"}}};
  EXPECT_EQ(organization_of(keys, "key-two"), OrganizationKey{"other"});
  EXPECT_EQ(organization_of(keys, "key-three"), std::nullopt);
  EXPECT_EQ(organization_of({{"", {"demo"}}}, ""), std::nullopt) << "an empty key opens nothing";
}

}  // namespace
}  // namespace parley
