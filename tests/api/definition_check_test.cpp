// SPDX-License-Identifier: Apache-2.0
#include "definition_check.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

Organization organization() {
  Organization made;
  made.key = {"demo"};
  for (const char* key : {"a", "b"}) {
    Pattern pattern;
    pattern.key = key;
    made.patterns.push_back(pattern);
  }
  return made;
}

TEST(DefinitionCheck, PointsAtThePattern) {
  ControlApi::Parts parts;
  parts.check = [](const Organization&) {
    return std::vector<std::string>{"pattern b: bad: very", "organization: no such voice", "pattern c: not here"};
  };
  const auto faults = definition_faults(parts, organization());
  ASSERT_EQ(faults.size(), 3U);
  EXPECT_EQ(faults[0].pointer, "/patterns/1");
  EXPECT_EQ(faults[0].detail, "pattern b: bad: very");
  EXPECT_EQ(faults[1].pointer, "");
  EXPECT_EQ(faults[2].pointer, "");
  const auto own = definition_faults(parts, organization(), "b");
  EXPECT_EQ(own[0].detail, "bad: very");
  EXPECT_EQ(own[2].detail, "pattern c: not here");
}

TEST(DefinitionCheck, BrokenReferencesAreTheFirst) {
  ControlApi::Parts parts;
  bool asked = false;
  parts.check = [&](const Organization&) {
    asked = true;
    return std::vector<std::string>();
  };
  EXPECT_TRUE(definition_faults(parts, organization()).empty());
  EXPECT_TRUE(asked);
  auto twice = organization();
  twice.patterns[1].key = "a";
  asked = false;
  EXPECT_EQ(definition_faults(parts, twice).size(), 1U);
  EXPECT_FALSE(asked);
}

}  // namespace
}  // namespace parley
