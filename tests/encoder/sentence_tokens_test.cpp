// SPDX-License-Identifier: Apache-2.0
#include "sentence_tokens.hpp"

#include <gtest/gtest.h>

#include "parley/encoder/use_lite.hpp"
#include "reference_sentences.hpp"
#include "weight_bytes.hpp"

namespace parley::encoder {
namespace {

using Ids = std::vector<std::uint32_t>;

// U+2581 is 6, hi is 8, é is 9, 1 is 10.
Pieces few() {
  const auto [texts, scores] =
      vocabulary({{"\xe2\x96\x81", -2}, {"\xe2\x96\x81hi", -1}, {"hi", -3}, {"\xc3\xa9", -1}, {"1", -1}, {"fi", -1}});
  return *Pieces::read(texts, scores);
}

Ids tokens(std::string_view text) {
  const auto result = sentence_tokens(text, few());
  return result ? *result : Ids{};
}

TEST(SentenceTokens, EveryWordBeginsWithAMark) {
  EXPECT_EQ(tokens("hi"), (Ids{7}));
  EXPECT_EQ(tokens("hi hi"), (Ids{7, 7}));
  EXPECT_EQ(tokens(" hi"), (Ids{6, 7}));
  EXPECT_EQ(tokens("hihi"), (Ids{7, 8}));
}

TEST(SentenceTokens, CompatibleFormsAreOne) {
  EXPECT_EQ(tokens("e\xcc\x81"), (Ids{6, 9}));      // e and a combining acute
  EXPECT_EQ(tokens("\xc2\xb9"), (Ids{6, 10}));      // superscript one
  EXPECT_EQ(tokens("\xef\xac\x81"), (Ids{6, 11}));  // ligature
  EXPECT_EQ(tokens("hi\xc2\xa0hi"), (Ids{7, 7}));   // no-break space
}

TEST(SentenceTokens, TextThatSaysNothingIsRefused) {
  for (const std::string_view text :
       {std::string_view(""), std::string_view("   "), std::string_view("\xe4\xbd\xa0\xe5\xa5\xbd"),
        std::string_view("\0\0", 2), std::string_view("\x01\x02\n\t"), std::string_view("\xe2\x80\xae")}) {
    const auto result = sentence_tokens(text, few());
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(result.error().fault, Fault::invalid_input);
  }
}

TEST(SentenceTokens, WhatIsNoUtf8IsRefused) {
  for (const std::string_view text : {"hi\xff", "\xc3", "hi \xed\xa0\x80", "\xc0\x80"}) {
    const auto result = sentence_tokens(text, few());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().message, "the text is no UTF-8");
  }
}

TEST(SentenceTokens, ControlCharactersAndOverridesAreUnknownPieces) {
  EXPECT_EQ(tokens("hi\xe2\x80\xae\xe2\x80\x8f hi"), (Ids{7, kUnknownPiece, 7}));
  EXPECT_EQ(tokens(std::string_view("hi\0\0 hi", 7)), (Ids{7, kUnknownPiece, 7}));
}

TEST(SentenceTokens, LongTextIsReadAsFarAsThereIsRoom) {
  std::string text;
  for (int i = 0; i < 10000; ++i) text += "hi ";
  EXPECT_EQ(tokens(text), Ids(kMostTokens, 7));
  // One character of three bytes that becomes eighteen; a bound in the middle of a character.
  std::string wide = "hi";
  for (int i = 0; i < 5000; ++i) wide += "\xef\xb7\xba";
  EXPECT_EQ(tokens(wide).front(), 7U);
  EXPECT_LE(tokens(wide).size(), kMostTokens);
}

TEST(SentenceTokens, AreThoseOfThePublishedTokenizer) {
  if (!std::filesystem::exists(kModel) || !std::filesystem::exists(kReference)) {
    GTEST_SKIP() << "no " << kModel << " or no " << kReference;
  }
  const auto sentences = reference_sentences();
  ASSERT_EQ(sentences.size(), 60U);
  std::vector<std::string> texts;
  for (const auto& sentence : sentences) texts.push_back(sentence.text);
  const auto ids = use_lite_tokens(kModel, texts);
  ASSERT_TRUE(ids) << ids.error().message;
  for (std::size_t i = 0; i < texts.size(); ++i) EXPECT_EQ((*ids)[i], sentences[i].ids) << texts[i];
}

}  // namespace
}  // namespace parley::encoder
