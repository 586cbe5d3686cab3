// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "parley/learning/candidate_book.hpp"

namespace parley {
namespace {

TEST(InferredKey, HoldsWhatQuestionsShare) {
  const struct {
    std::vector<std::string> questions;
    const char* key;
  } kCases[] = {
      {{"How do I change my PIN?", "I want to change the pin", "pin changes please"}, "change_pin"},
      {{"where is the office"}, "office"},
      {{"what is it", "how is that"}, "learned"},
      {{"is there a café nearby"}, "cafe_nearby"},
      {{}, "learned"},
  };
  for (const auto& [questions, key] : kCases) EXPECT_EQ(inferred_key(questions, {}), key);
}

TEST(InferredKey, IsNeverOneThatIsTaken) {
  const std::vector<KnownAnswer> taken = {{"office", "x"}, {"office_2", "y"}};
  EXPECT_EQ(inferred_key({"where is the office"}, taken), "office_3");
}

TEST(InferredKey, IsShort) {
  const auto key = inferred_key({std::string(300, 'a') + " " + std::string(40, 'b') + " " + std::string(40, 'c')}, {});
  EXPECT_LE(key.size(), 64U);
  EXPECT_FALSE(key.empty());
}

}  // namespace
}  // namespace parley
