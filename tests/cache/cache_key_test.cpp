// SPDX-License-Identifier: Apache-2.0
#include "parley/cache/cache_key.hpp"

#include <gtest/gtest.h>

#include <set>

namespace parley {
namespace {

TEST(CacheKey, IsTheSameForTheSameQuestion) {
  const CacheQuestion question{CacheUse::reply, "demo", "en-US", "", "v7", "when do you open"};
  EXPECT_EQ(cache_key(question), cache_key(question));
  EXPECT_EQ(cache_key(question).size(), 64U);
}

TEST(CacheKey, DependsOnEverything) {
  const CacheQuestion question{CacheUse::reply, "demo", "en-US", "start", "v7", "when do you open"};
  std::set<std::string> keys{cache_key(question)};
  auto other = question;
  other.use = CacheUse::audio;
  keys.insert(cache_key(other));
  for (auto member : {&CacheQuestion::organization, &CacheQuestion::language, &CacheQuestion::journey,
                      &CacheQuestion::configuration, &CacheQuestion::content}) {
    other = question;
    other.*member = "else";
    keys.insert(cache_key(other));
    other.*member = "";
    keys.insert(cache_key(other));
  }
  EXPECT_EQ(keys.size(), 12U);
}

TEST(CacheKey, NoFieldPassesForAPartOfItsNeighbour) {
  const std::pair<CacheQuestion, CacheQuestion> pairs[] = {
      {{CacheUse::reply, "demo", "en", "", "", ""}, {CacheUse::reply, "dem", "oen", "", "", ""}},
      {{CacheUse::reply, "a", "", "", "", "b"}, {CacheUse::reply, "a", "b", "", "", ""}},
      {{CacheUse::reply, "a", "1:b", "", "", ""}, {CacheUse::reply, "a1:1", "b", "", "", ""}},
      {{CacheUse::reply, "a\n", "b", "", "", ""}, {CacheUse::reply, "a", "\nb", "", "", ""}},
      {{CacheUse::reply, std::string_view("a\0", 2), "", "", "", ""}, {CacheUse::reply, "a", "", "", "", ""}},
  };
  for (const auto& [one, other] : pairs) EXPECT_NE(cache_key(one), cache_key(other)) << one.organization;
}

TEST(CacheKey, OfACallerIsTheNumberWithoutItsPlus) {
  EXPECT_EQ(caller_cache_key("+15550100"), "caller:15550100");
  EXPECT_EQ(caller_cache_key("15550100"), "caller:15550100");
  EXPECT_EQ(caller_cache_key("+"), "caller:");
}

}  // namespace
}  // namespace parley
