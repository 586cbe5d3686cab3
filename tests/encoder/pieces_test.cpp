// SPDX-License-Identifier: Apache-2.0
#include "pieces.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "weight_bytes.hpp"

namespace parley::encoder {
namespace {

using Ids = std::vector<std::uint32_t>;
using Vocabulary = std::vector<std::pair<std::string_view, double>>;

Pieces read(const Vocabulary& pieces) {
  const auto [texts, scores] = vocabulary(pieces);
  auto result = Pieces::read(texts, scores);
  EXPECT_TRUE(result);
  return std::move(*result);
}

TEST(Pieces, TheLikeliestDivisionWins) {
  const auto pieces = read({{"a", -1}, {"b", -1}, {"ab", -1.5}, {"abc", -9}, {"c", -1}});
  EXPECT_EQ(pieces.size(), 11U);
  EXPECT_EQ(pieces.divide("ab"), (Ids{8}));
  EXPECT_EQ(pieces.divide("abc"), (Ids{8, 10}));  // -2.5 before -9
  EXPECT_EQ(pieces.divide("ba"), (Ids{7, 6}));
  EXPECT_EQ(pieces.divide(""), Ids{});
}

TEST(Pieces, OfEqualDivisionsTheLaterStartWins) {
  const auto pieces = read({{"ab", -2}, {"a", -1}, {"b", -1}});
  EXPECT_EQ(pieces.divide("ab"), (Ids{7, 8}));
}

TEST(Pieces, ARunOfUnknownCharactersIsOnePiece) {
  const auto pieces = read({{"a", -1}, {"\xc3\xa9", -1}});
  EXPECT_EQ(pieces.divide("a\xe4\xbd\xa0\xe5\xa5\xbd"
                          "a"),
            (Ids{6, kUnknownPiece, 6}));
  EXPECT_EQ(pieces.divide("\xc3\xa8\xc3\xa9"), (Ids{kUnknownPiece, 7}));
  EXPECT_EQ(pieces.divide("zzz"), (Ids{kUnknownPiece}));
}

TEST(Pieces, ReservedPiecesMatchNoText) {
  const auto pieces = read({{"<", -1}, {"s", -1}, {">", -1}});
  EXPECT_EQ(pieces.divide("<s>"), (Ids{6, 7, 8}));
}

TEST(Pieces, OfEqualPiecesTheLastCounts) { EXPECT_EQ(read({{"a", -1}, {"a", -2}}).divide("a"), (Ids{7})); }

TEST(Pieces, AVocabularyThatCannotBeRightIsRefused) {
  const auto [texts, scores] = vocabulary({{"a", -1}});
  EXPECT_TRUE(Pieces::read(texts, scores));
  EXPECT_FALSE(Pieces::read("", ""));
  EXPECT_FALSE(Pieces::read(texts, scores.substr(1)));
  EXPECT_FALSE(Pieces::read(texts, scores + bytes_of(1.0)));
  EXPECT_FALSE(Pieces::read(texts.substr(0, texts.size() - 1), scores));
  EXPECT_FALSE(Pieces::read(texts + "\x01x", scores));
  const auto refused = [](std::string_view piece, double score) {
    const auto [some, values] = vocabulary({{"a", -1}, {piece, score}});
    return !Pieces::read(some, values);
  };
  EXPECT_FALSE(refused("b", -1));
  EXPECT_TRUE(refused("", -1));
  EXPECT_TRUE(refused("\xff", -1));
  EXPECT_TRUE(refused("b", std::numeric_limits<double>::quiet_NaN()));
  EXPECT_TRUE(refused("b", -std::numeric_limits<double>::infinity()));
}

}  // namespace
}  // namespace parley::encoder
