// SPDX-License-Identifier: Apache-2.0
#include "template_prior.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace parley {
namespace {

TEST(TemplateTrials, AreSpreadOverAllMargins) {
  const auto few = template_trials(40);
  const auto all = template_trials(100000);
  ASSERT_EQ(few.size(), 40U);
  EXPECT_EQ(all.size(), 400U);
  EXPECT_NEAR(few.back().margin, all.back().margin, 0.1);
  EXPECT_EQ(few.front(), all.front());
  EXPECT_TRUE(template_trials(0).empty());
}

TEST(TemplateTrials, WideMarginsAreMoreOftenRight) {
  const auto all = template_trials(400);
  const auto right = [&](std::size_t first, std::size_t last) {
    return std::count_if(all.begin() + static_cast<std::ptrdiff_t>(first),
                         all.begin() + static_cast<std::ptrdiff_t>(last),
                         [](const Trial& trial) { return trial.right; });
  };
  EXPECT_GT(right(0, 100), 95);
  EXPECT_LT(right(300, 400), right(0, 100));
}

}  // namespace
}  // namespace parley
