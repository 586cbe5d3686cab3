// SPDX-License-Identifier: Apache-2.0
#include "parley/core/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parley {
namespace {

struct Case {
  std::string text;
  std::size_t length;
};

TEST(Utf8, TellsSequencesFromWhatOnlyLooksLikeThem) {
  const Case cases[] = {
      {"", 0},
      {"a", 1},
      {std::string("\0", 1), 1},
      {"\x7f", 1},
      {"\x80", 0},
      {"\xc2\x80", 2},
      {"\xc1\xbf", 0},          // overlong
      {"\xc2", 0},              // cut off
      {"\xe2\x82\xac", 3},      // the euro sign
      {"\xe0\x9f\xbf", 0},      // overlong
      {"\xed\x9f\xbf", 3},      // the last before the surrogates
      {"\xed\xa0\x80", 0},      // a surrogate
      {"\xf0\x90\x80\x80", 4},  // U+10000
      {"\xf0\x8f\xbf\xbf", 0},  // overlong
      {"\xf4\x8f\xbf\xbf", 4},  // U+10FFFF
      {"\xf4\x90\x80\x80", 0},  // beyond
      {"\xf5\x80\x80\x80", 0},
      {"\xf0\x90\x80", 0},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(utf8_length(one.text), one.length) << testing::PrintToString(one.text);
  }
}

TEST(Utf8, LooksAtTheStartAlone) { EXPECT_EQ(utf8_length("a\xff"), 1U); }

}  // namespace
}  // namespace parley
