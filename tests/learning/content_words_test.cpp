// SPDX-License-Identifier: Apache-2.0
#include "content_words.hpp"

#include <gtest/gtest.h>

#include <array>

namespace parley {
namespace {

TEST(Stems, AreEqualForFormsOfOneWord) {
  const struct {
    const char* one;
    const char* other;
    bool same;
  } kCases[] = {{"order", "orders", true},      {"order", "ordering", true}, {"delivery", "deliveries", true},
                {"cancel", "cancelled", true},  {"charge", "charged", true}, {"card", "car", false},
                {"address", "addresses", true}, {"pin", "pins", true}};
  for (const auto& [one, other, same] : kCases) EXPECT_EQ(stem(one) == stem(other), same) << one << ' ' << other;
}

TEST(SharedPart, CountsWhatBothHave) {
  EXPECT_DOUBLE_EQ(shared_part({"a", "b"}, {"b", "c"}), 0.5);
  EXPECT_DOUBLE_EQ(shared_part({"a"}, {"a"}), 1);
  EXPECT_DOUBLE_EQ(shared_part({}, {"a"}), 0);
  EXPECT_DOUBLE_EQ(shared_part({}, {}), 1);
}

TEST(SaysAny, FindsWholeWordsAlone) {
  constexpr std::array<std::string_view, 1> kPhrases = {"act as"};
  EXPECT_TRUE(says_any({"please", "act", "as", "my", "friend"}, kPhrases));
  EXPECT_FALSE(says_any({"contact", "as", "soon"}, kPhrases));
}

}  // namespace
}  // namespace parley
