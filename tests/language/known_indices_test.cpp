// SPDX-License-Identifier: Apache-2.0
#include "known_indices.hpp"

#include <gtest/gtest.h>

#include "word_embedder.hpp"

namespace parley {
namespace {

using Index = std::shared_ptr<const KnowledgeIndex>;

Index plain() {
  return std::make_shared<const KnowledgeIndex>(std::vector<KnowledgeRow>{{"1", "A", "s", "B.", {}}}, nullptr);
}

const OrganizationKey kOne{"one"};
const OrganizationKey kTwo{"two"};
const OrganizationKey kThree{"three"};

TEST(KnownIndices, AnIndexBelongsToItsVersion) {
  KnownIndices known(1 << 20);
  const auto index = plain();
  known.keep(kOne, 2, index);
  EXPECT_EQ(known.find(kOne, 2), index);
  EXPECT_EQ(known.find(kOne, 3), nullptr);
  EXPECT_EQ(known.find(kTwo, 2), nullptr);
  known.keep(kOne, 1, plain());  // made late
  EXPECT_EQ(known.find(kOne, 2), index);
}

TEST(KnownIndices, TheOneByMeaningReplacesTheOneByWords) {
  KnownIndices known(1 << 20);
  const test::WordEmbedder words;
  const SentenceEmbedder embedder(std::shared_ptr<const Embedder>(&words, [](const Embedder*) {}));
  const auto by_meaning =
      std::make_shared<const KnowledgeIndex>(std::vector<KnowledgeRow>{{"1", "A", "s", "B.", {}}}, &embedder);
  known.keep(kOne, 1, plain());
  known.keep(kOne, 1, by_meaning);
  known.keep(kOne, 1, plain());
  EXPECT_EQ(known.find(kOne, 1), by_meaning);
  EXPECT_EQ(known.bytes(), by_meaning->bytes());
}

TEST(KnownIndices, WhatWasAskedLongestAgoGoesFirst) {
  KnownIndices known(plain()->bytes() * 2);
  known.keep(kOne, 1, plain());
  known.keep(kTwo, 1, plain());
  EXPECT_NE(known.find(kOne, 1), nullptr);
  known.keep(kThree, 1, plain());
  EXPECT_NE(known.find(kOne, 1), nullptr);
  EXPECT_EQ(known.find(kTwo, 1), nullptr);
  EXPECT_NE(known.find(kThree, 1), nullptr);
  KnownIndices small(1);
  small.keep(kOne, 1, plain());
  EXPECT_NE(small.find(kOne, 1), nullptr);
}

}  // namespace
}  // namespace parley
