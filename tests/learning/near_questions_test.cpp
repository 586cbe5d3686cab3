// SPDX-License-Identifier: Apache-2.0
#include "near_questions.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(NearQuestions, ShareWordsOrMeaning) {
  EXPECT_TRUE(near_questions("where is it", "where is it", {}));
  EXPECT_TRUE(near_questions("how do i change my pin", "can i change the pin", {}));
  EXPECT_FALSE(near_questions("how do i change my pin", "where can i park", {}));
  const MeaningCloseness near = [](std::string_view, std::string_view) { return 0.7; };
  const MeaningCloseness far = [](std::string_view, std::string_view) { return 0.5; };
  EXPECT_TRUE(near_questions("how do i change my pin", "replace the secret code", near));
  EXPECT_FALSE(near_questions("how do i change my pin", "replace the secret code", far));
}

}  // namespace
}  // namespace parley
