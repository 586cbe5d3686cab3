// SPDX-License-Identifier: Apache-2.0
#include "difference.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

Organization organization() {
  Organization made;
  made.key = {"demo"};
  made.name = "Demo";
  made.numbers = {"1"};
  for (const char* key : {"a", "b", "c"}) {
    Pattern pattern;
    pattern.key = key;
    pattern.reply = "r";
    made.patterns.push_back(pattern);
  }
  return made;
}

TEST(Difference, OfTheSameIsNothing) {
  const auto difference = difference_of(organization(), organization());
  EXPECT_TRUE(difference.nothing());
  EXPECT_EQ(difference.unchanged, 3U);
}

TEST(Difference, NamesWhatIsOther) {
  auto after = organization();
  after.patterns[1].reply = "other";
  after.patterns.erase(after.patterns.begin());
  Pattern added;
  added.key = "d";
  after.patterns.push_back(added);
  after.greeting = "Hello";
  after.limits.calls = 1;
  after.numbers = {"2"};
  const auto json = to_json(difference_of(organization(), after), true);
  EXPECT_EQ(json, Json::parse(R"({"dry_run":true,"added":["d"],"changed":["b"],"removed":["a"],"unchanged":1,
                                  "profile":["greeting","limits","numbers"]})"));
}

}  // namespace
}  // namespace parley
