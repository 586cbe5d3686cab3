// SPDX-License-Identifier: Apache-2.0
#include "nearest_name.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(EditDistance, CountsSingleEdits) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("port", ""), 4U);
  EXPECT_EQ(edit_distance("port", "part"), 1U);
  EXPECT_EQ(edit_distance("port", "prot"), 1U) << "a swap of neighbours is one slip";
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(NearestName, SuggestsOnlyWhatIsALikelySlip) {
  const std::vector<std::string> names = {"greeting", "farewell", "hours"};
  EXPECT_EQ(nearest_name("greting", names), "greeting");
  EXPECT_EQ(nearest_name("hour", names), "hours");
  EXPECT_EQ(nearest_name("temperature", names), std::nullopt);
  EXPECT_EQ(nearest_name(std::string(5000, 'h'), names), std::nullopt);
  EXPECT_EQ(suggestion("farwell", names), "; did you mean 'farewell'?");
  EXPECT_EQ(suggestion("xyz", {}), "");
}

}  // namespace
}  // namespace parley
