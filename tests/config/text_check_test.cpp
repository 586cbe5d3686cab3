// SPDX-License-Identifier: Apache-2.0
#include "text_check.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(TextCheck, TakesTextOfEveryLanguage) {
  for (const char* text :
       {"", "plain\ttext\r\n", "\u00e4\u07ff", "\u0800\uffff", "\U00010000\U0010ffff", "\ud7ff\ue000"}) {
    EXPECT_FALSE(check_text_bytes(text)) << text;
  }
}

TEST(TextCheck, NamesTheLineOfTheFirstByteThatIsNoText) {
  struct Case {
    std::string text;
    int line;
    const char* message;
  };
  const Case cases[] = {
      {"caf\xe9", 1, "byte 233 is not UTF-8"},
      {"a\nb\xc3", 2, "byte 195 is not UTF-8"},
      {"\xc0\x80", 1, "byte 192 is not UTF-8"},          // overlong
      {"\xe0\x9f\xbf", 1, "byte 224 is not UTF-8"},      // overlong
      {"\xed\xa0\x80", 1, "byte 237 is not UTF-8"},      // surrogate
      {"\xf4\x90\x80\x80", 1, "byte 244 is not UTF-8"},  // beyond U+10FFFF
      {"\xf0\x8f\x80\x80", 1, "byte 240 is not UTF-8"},
      {"\x80", 1, "byte 128 is not UTF-8"},
      {std::string("a\0b", 3), 1, "control byte 0 in the text"},
      {"\n\n\x7f", 3, "control byte 127 in the text"},
  };
  for (const auto& [text, line, message] : cases) {
    const auto fault = check_text_bytes(text);
    ASSERT_TRUE(fault) << message;
    EXPECT_EQ(fault->line, line);
    EXPECT_EQ(fault->message, message);
  }
}

}  // namespace
}  // namespace parley
