// SPDX-License-Identifier: Apache-2.0
#include "reply_sentences.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(ReplySentences, SplitAReplyWhereASentenceEnds) {
  struct Case {
    const char* text;
    std::vector<std::string> sentences;
  };
  const Case cases[] = {
      {"", {}},
      {"  \n \n", {}},
      {"We are open.", {"We are open."}},
      {"We are open. Come in!", {"We are open.", "Come in!"}},
      {"Who? Me; you", {"Who?", "Me;", "you"}},
      {"It costs $89.50 at 8:30 a.m. sharp.", {"It costs $89.50 at 8:30 a.m.", "sharp."}},
      {"See miller.example for more", {"See miller.example for more"}},
      {"one\ntwo\r\n  three", {"one\n", "two\r\n", "three"}},
      {"Wait... what?!", {"Wait...", "what?!"}},
      {"Well. . . ! yes", {"Well.", "yes"}},
      {"\xC3\xA9!", {"\xC3\xA9!"}},
  };
  for (const auto& [text, sentences] : cases) EXPECT_EQ(reply_sentences(text), sentences) << text;
}

TEST(ReplySentences, LeaveOutPlaceholders) {
  struct Case {
    const char* text;
    std::vector<std::string> sentences;
  };
  const Case cases[] = {
      {"We open at {{opens_at}} today.", {"We open at   today."}},
      {"{{hours_today}}", {}},
      {"{{hours_today}}. Anything else?", {"Anything else?"}},
      {"Call {{a}}{{b}} now", {"Call    now"}},
      {"Hello {{name", {"Hello "}},
      {"odd }} braces { here }", {"odd }} braces { here }"}},
      {"{{#open}}Yes.{{/open}} Bye", {"Yes.", "Bye"}},
      {"{{{raw}}} words", {"} words"}},
  };
  for (const auto& [text, sentences] : cases) EXPECT_EQ(reply_sentences(text), sentences) << text;
}

}  // namespace
}  // namespace parley
