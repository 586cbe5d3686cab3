// SPDX-License-Identifier: Apache-2.0
#include "statistics.hpp"

#include <gtest/gtest.h>

namespace parley::commands {
namespace {

TEST(Statistics, PercentilesAreNearestRanks) {
  const std::vector<double> values{50, 10, 40, 20, 30};
  EXPECT_EQ(percentile(values, 0.5), 30);
  EXPECT_EQ(percentile(values, 0.95), 50);
  EXPECT_EQ(percentile(values, 0.2), 10);
  EXPECT_EQ(percentile(values, 0), 10);
  EXPECT_EQ(percentile({}, 0.5), 0);
}

TEST(Statistics, AShareKnowsOfHowMany) {
  Share share;
  EXPECT_EQ(share.value(), 0);
  share.count(true);
  share.count(false);
  share.count(false);
  share.count(true);
  EXPECT_EQ(share, (Share{2, 4}));
  EXPECT_EQ(share.value(), 0.5);
}

}  // namespace
}  // namespace parley::commands
