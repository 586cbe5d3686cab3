// SPDX-License-Identifier: Apache-2.0
#include "parley/encoder/vector_scan.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace parley {
namespace {

struct Rows {
  std::vector<std::int8_t> query;
  std::vector<std::int8_t> rows;
  std::vector<float> scales;
};

void expect_right(const Rows& given) {
  std::vector<float> out(given.scales.size() + 1, 77);
  scan_int8(given.query, 0.5F, given.rows, given.scales, std::span(out).first(given.scales.size()));
  for (std::size_t r = 0; r < given.scales.size(); ++r) {
    int dot = 0;
    for (std::size_t i = 0; i < given.query.size(); ++i) dot += given.query[i] * given.rows[r * given.query.size() + i];
    EXPECT_EQ(out[r], static_cast<float>(dot) * given.scales[r] * 0.5F)
        << given.query.size() << " dimensions, row " << r;
  }
  EXPECT_EQ(out.back(), 77);
}

TEST(VectorScan, IsAPlainLoopForAnySize) {
  std::minstd_rand random(3);
  const auto any = [&] { return static_cast<std::int8_t>(random() % 256); };
  for (const std::size_t dimensions : {1, 15, 31, 32, 63, 64, 65, 127, 512, 513, 1536}) {
    for (const std::size_t count : {0, 1, 2, 7, 33}) {
      Rows given{std::vector<std::int8_t>(dimensions), std::vector<std::int8_t>(dimensions * count),
                 std::vector<float>(count)};
      std::generate(given.query.begin(), given.query.end(), any);
      std::generate(given.rows.begin(), given.rows.end(), any);
      for (auto& scale : given.scales) scale = static_cast<float>(random() % 100) / 64;
      expect_right(given);
    }
  }
}

TEST(VectorScan, ExtremesAreExact) {
  for (const int q : {-128, -127, 0, 127}) {
    for (const int r : {-128, -127, 0, 127}) {
      expect_right({std::vector<std::int8_t>(512, static_cast<std::int8_t>(q)),
                    std::vector<std::int8_t>(3 * 512, static_cast<std::int8_t>(r)), std::vector<float>(3, 1)});
    }
  }
  Rows longest{std::vector<std::int8_t>(65000, -128), std::vector<std::int8_t>(65000, -128), {1}};
  expect_right(longest);
}

TEST(VectorScan, QuantisedVectorsKeepTheirSimilarity) {
  std::minstd_rand random(5);
  std::vector<float> vector(512);
  float length = 0;
  for (auto& x : vector) {
    x = std::normal_distribution<float>()(random);
    length += x * x;
  }
  std::vector<std::int8_t> whole(512);
  const auto scale = quantise_int8(vector, whole);
  EXPECT_EQ(
      *std::max_element(whole.begin(), whole.end(), [](auto a, auto b) { return std::abs(a) < std::abs(b); }) % 127, 0);
  float similarity = 0;
  scan_int8(whole, scale, whole, std::vector{scale}, std::span(&similarity, 1));
  EXPECT_NEAR(similarity / length, 1, 0.001);
  std::vector<std::int8_t> nothing(512, 9);
  quantise_int8(std::vector<float>(512), nothing);
  EXPECT_EQ(nothing, std::vector<std::int8_t>(512));
}

}  // namespace
}  // namespace parley
