// SPDX-License-Identifier: Apache-2.0
#include "bit_ratio.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

using namespace parley;

namespace {

// The longest common subsequence by the book.
double plain(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (const char x : a) {
    std::size_t corner = 0;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto above = row[j];
      row[j] = x == b[j - 1] ? corner + 1 : std::max(row[j], row[j - 1]);
      corner = above;
    }
  }
  return 2.0 * static_cast<double>(row.back()) / static_cast<double>(a.size() + b.size());
}

TEST(BitRatio, CountsLettersToDeleteAndInsert) {
  EXPECT_EQ(BitRatio("hours").ratio("hours"), 1);
  EXPECT_EQ(BitRatio("").ratio(""), 1);
  EXPECT_EQ(BitRatio("hours").ratio(""), 0);
  EXPECT_DOUBLE_EQ(BitRatio("address").ratio("adress"), 12.0 / 13);
  EXPECT_DOUBLE_EQ(BitRatio("refund").ratio("refill"), 6.0 / 12);
}

TEST(BitRatio, IsThatOfTheBookAtEveryLength) {
  std::mt19937 random(20261122);
  for (int round = 0; round < 400; ++round) {
    std::string a(1 + random() % 300, 'a');
    for (auto& letter : a) letter = static_cast<char>('a' + random() % 5);
    auto b = a;
    for (auto edits = random() % 40; edits > 0; --edits)
      b[random() % b.size()] = static_cast<char>('a' + random() % 26);
    b.resize(1 + random() % (b.size() + 1), 'x');
    EXPECT_DOUBLE_EQ(BitRatio(a).ratio(b), plain(a, b)) << a << "\n" << b;
  }
}

TEST(BitRatio, WhatCannotReachTheLeastIsNothing) {
  EXPECT_EQ(BitRatio("hours").ratio("hers", 0.9), 0);
  EXPECT_EQ(BitRatio("hours").ratio("opening hours of the shop", 0.5), 0);
  EXPECT_GT(BitRatio("hours").ratio("hurs", 0.88), 0.88);
}

TEST(BitRatio, ReadsNoFurtherThanItsBound) {
  const std::string endless(100'000, 'x');
  EXPECT_EQ(BitRatio(endless).ratio(endless), 1);
  EXPECT_GT(BitRatio("\xff\xfe").ratio("\xff"), 0.6);
}

}  // namespace
