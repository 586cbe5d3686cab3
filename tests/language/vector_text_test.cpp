// SPDX-License-Identifier: Apache-2.0
#include "vector_text.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace parley {
namespace {

TEST(VectorText, WhatIsWrittenIsReadBack) {
  const std::vector<float> values{0.F, -1.5F, 3e-9F, 1e20F};
  EXPECT_EQ(vector_from_text(vector_text(values)), values);
  EXPECT_EQ(vector_text(std::vector<float>{1.F}), "AACAPw==");
  EXPECT_EQ(vector_from_text(""), std::vector<float>());
}

TEST(VectorText, AnythingElseIsNone) {
  for (const auto* text : {"AACAPw=", "AACA", "no base64!", "{}"}) EXPECT_FALSE(vector_from_text(text)) << text;
}

TEST(VectorText, DirectionsGetLengthOne) {
  std::vector<float> values{3, 4};
  ASSERT_TRUE(to_unit(values));
  EXPECT_FLOAT_EQ(values[0], 0.6F);
  std::vector<float> none{0, 0};
  EXPECT_FALSE(to_unit(none));
  std::vector<float> endless{std::numeric_limits<float>::infinity(), 1};
  EXPECT_FALSE(to_unit(endless));
}

}  // namespace
}  // namespace parley
