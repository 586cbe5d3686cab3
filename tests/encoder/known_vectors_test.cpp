// SPDX-License-Identifier: Apache-2.0
#include "parley/encoder/known_vectors.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

KnownVectors two() { return {"server:model/2", 2, {{"open today", {0.6F, 0.8F}}, {"too long", {1, 0, 0}}}}; }

TEST(KnownVectors, GivesWhatWasFetched) {
  const auto vectors = two();
  std::vector<float> out(2);
  ASSERT_TRUE(vectors.features("open today", out));
  EXPECT_EQ(out, (std::vector<float>{0.6F, 0.8F}));
  EXPECT_EQ(vectors.id(), "server:model/2");
  EXPECT_EQ(vectors.dimensions(), 2U);
  EXPECT_EQ(vectors.output_layer(), nullptr);
}

TEST(KnownVectors, SaysWhichTextNobodyFetched) {
  std::vector<float> out(2);
  const auto missing = two().features("closed", out);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().fault, Fault::not_found);
  EXPECT_NE(missing.error().message.find("closed"), std::string::npos);
}

TEST(KnownVectors, LeavesOutVectorsOfAnotherLength) {
  std::vector<float> out(2);
  EXPECT_FALSE(two().features("too long", out));
}

}  // namespace
}  // namespace parley
