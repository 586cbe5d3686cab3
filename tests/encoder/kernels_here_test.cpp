// SPDX-License-Identifier: Apache-2.0
#include "kernels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace parley::encoder {
namespace {

struct NamedKernels {
  std::string name;
  const Kernels& kernels;
};

std::vector<NamedKernels> sets_here() {
  std::vector<NamedKernels> sets{{"portable", portable_kernels()}};
  if (has_avx2()) sets.push_back({"avx2", avx2_kernels()});
  if (has_avx_vnni()) sets.push_back({"avx_vnni", avx_vnni_kernels()});
  if (has_avx512_vnni()) sets.push_back({"avx512_vnni", avx512_vnni_kernels()});
  return sets;
}

class KernelsTest : public testing::TestWithParam<std::size_t> {
 protected:
  std::vector<float> floats(std::size_t count, float spread = 1) {
    std::vector<float> result(count);
    for (auto& x : result) x = std::normal_distribution<float>(0, spread)(random_);
    return result;
  }
  std::vector<std::int8_t> bytes(std::size_t count) {
    std::vector<std::int8_t> result(count);
    for (auto& x : result) x = static_cast<std::int8_t>(static_cast<int>(random_() % 255) - 127);
    return result;
  }

  std::minstd_rand random_{9};
};

INSTANTIATE_TEST_SUITE_P(Rows, KernelsTest, testing::Values(1, 2, 3, 4, 5, 6, 7, 11, 17, 128));

TEST_P(KernelsTest, ProductsOfInt8AreExact) {
  const auto count = GetParam();
  constexpr std::size_t kInputs = 48;
  constexpr std::size_t kOutputs = 128;
  const auto weights = bytes(kInputs * kOutputs);
  const auto scale = floats(kOutputs);
  const auto bias = floats(kOutputs);
  std::vector<std::int32_t> shift(kOutputs);
  std::vector<std::int8_t> packed(weights.size());
  for (std::size_t k = 0; k < kInputs; ++k) {
    for (std::size_t c = 0; c < kOutputs; ++c) {
      packed[c / 64 * kInputs * 64 + k / 4 * 256 + c % 64 * 4 + k % 4] = weights[k * kOutputs + c];
      shift[c] += 128 * weights[k * kOutputs + c];
    }
  }
  std::vector<std::uint8_t> rows(count * kInputs);
  for (auto& x : rows) x = static_cast<std::uint8_t>(1 + random_() % 255);
  const auto scales = floats(count);
  for (const auto& [name, kernels] : sets_here()) {
    std::vector<float> out(count * kOutputs + 1, 77);
    kernels.multiply(rows.data(), scales.data(), count,
                     {packed.data(), scale.data(), shift.data(), bias.data(), kInputs, kOutputs}, out.data());
    for (std::size_t r = 0; r < count; ++r) {
      for (std::size_t c = 0; c < kOutputs; ++c) {
        int sum = 0;
        for (std::size_t k = 0; k < kInputs; ++k) sum += (rows[r * kInputs + k] - 128) * weights[k * kOutputs + c];
        const float factor = scales[r] * scale[c];
        const volatile float product = static_cast<float>(sum) * factor;  // volatile: never contracted with the sum
        ASSERT_EQ(out[r * kOutputs + c], product + bias[c]) << name << " row " << r << " column " << c;
      }
    }
    EXPECT_EQ(out.back(), 77) << name;
  }
}

TEST_P(KernelsTest, RowsKeepEightBits) {
  const auto count = GetParam();
  constexpr std::size_t kColumns = 48;
  auto rows = floats(count * kColumns, 3);
  std::fill_n(rows.begin(), kColumns, 0.0F);
  for (const auto& [name, kernels] : sets_here()) {
    std::vector<std::uint8_t> out(rows.size());
    std::vector<float> scales(count);
    kernels.quantise(rows.data(), count, kColumns, out.data(), scales.data());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto scale = scales[i / kColumns];
      EXPECT_NEAR(static_cast<float>(out[i] - 128) * scale, rows[i], scale * 0.51F) << name;
    }
  }
}

TEST_P(KernelsTest, AttentionIsSoftmaxOfProducts) {
  const auto count = GetParam();
  constexpr std::size_t kHeads = 4;
  for (const std::size_t width : {256, 512}) {
    const auto head = width / kHeads;
    const auto qkv = floats(count * 3 * width, 0.5F);
    std::vector<float> room(attention_room(count));
    std::vector<float> first;
    for (const auto& [name, kernels] : sets_here()) {
      std::vector<float> out(count * width);
      kernels.attend(qkv.data(), count, width, kHeads, room.data(), out.data());
      if (first.empty()) first = out;
      EXPECT_EQ(out, first) << name;
    }
    const auto r = count - 1;
    const auto h = head * (kHeads - 1);
    std::vector<double> shares(count);
    double total = 0;
    for (std::size_t j = 0; j < count; ++j) {
      double dot = 0;
      for (std::size_t i = 0; i < head; ++i) {
        dot +=
            static_cast<double>(qkv[r * 3 * width + h + i]) * static_cast<double>(qkv[j * 3 * width + width + h + i]);
      }
      shares[j] = std::exp(dot / std::sqrt(static_cast<double>(head)));
      total += shares[j];
    }
    double expected = 0;
    for (std::size_t j = 0; j < count; ++j) {
      expected += shares[j] / total * static_cast<double>(qkv[j * 3 * width + 2 * width + h]);
    }
    EXPECT_NEAR(static_cast<double>(first[r * width + h]), expected, 1e-5);
  }
}

TEST_P(KernelsTest, LoopsOverFloatsAreTheSameInEverySet) {
  const auto count = GetParam();
  constexpr std::size_t kColumns = 80;
  const auto rows = floats(count * kColumns, 2);
  const auto scale = floats(kColumns);
  const auto bias = floats(kColumns);
  const auto results = [&](const Kernels& kernels) {
    std::vector<float> normal(rows.size());
    kernels.normalise(rows.data(), count, kColumns, scale.data(), bias.data(), normal.data());
    std::vector<float> middle(kColumns);
    kernels.mean(normal.data(), count, kColumns, middle.data());
    auto unit = middle;
    kernels.unit_tanh(unit.data(), kColumns);
    auto positive = rows;
    kernels.rectify(positive.data(), positive.size());
    kernels.add(positive.data(), rows.data(), rows.size());
    for (const auto* more : {&middle, &unit, &positive}) normal.insert(normal.end(), more->begin(), more->end());
    return normal;
  };
  const auto expected = results(portable_kernels());
  for (const auto& [name, kernels] : sets_here()) EXPECT_EQ(results(kernels), expected) << name;

  // And right: the last row normalised, its positive part twice, the mean.
  const auto* last = rows.data() + (count - 1) * kColumns;
  double mean = 0;
  double variance = 0;
  for (std::size_t i = 0; i < kColumns; ++i) mean += static_cast<double>(last[i]) / kColumns;
  for (std::size_t i = 0; i < kColumns; ++i) variance += std::pow(static_cast<double>(last[i]) - mean, 2) / kColumns;
  for (std::size_t i = 0; i < kColumns; ++i) {
    const auto at = (count - 1) * kColumns + i;
    const auto normal = (static_cast<double>(last[i]) - mean) / std::sqrt(variance + 1e-6);
    EXPECT_NEAR(static_cast<double>(expected[at]),
                normal * static_cast<double>(scale[i]) + static_cast<double>(bias[i]), 1e-4);
    EXPECT_EQ(expected[rows.size() + 2 * kColumns + at], (last[i] > 0 ? last[i] : 0) + last[i]);
    double sum = 0;
    for (std::size_t r = 0; r < count; ++r) sum += static_cast<double>(expected[r * kColumns + i]);
    EXPECT_NEAR(static_cast<double>(expected[rows.size() + i]), sum / static_cast<double>(count), 1e-5);
  }
}

TEST(Kernels, OneRowTimesAMatrixIsTheSameInEverySet) {
  std::minstd_rand random(4);
  constexpr std::size_t kInputs = 30;
  constexpr std::size_t kOutputs = 128;
  std::vector<std::int16_t> row(kInputs);
  for (auto& x : row) x = static_cast<std::int16_t>(static_cast<int>(random() % 8191) - 4095);
  std::vector<std::int8_t> pairs(kInputs * kOutputs);
  for (auto& x : pairs) x = static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127);
  const std::vector<float> scale(kOutputs, 0.25F);
  const std::vector<float> bias(kOutputs, 3);
  std::vector<float> weights(kInputs * kOutputs);
  std::vector<float> values(kInputs);
  for (std::size_t k = 0; k < kInputs; ++k) {
    values[k] = row[k];
    for (std::size_t c = 0; c < kOutputs; ++c) {
      weights[k * kOutputs + c] = pairs[k / 2 * kOutputs * 2 + c * 2 + k % 2];
    }
  }
  for (const auto& [name, kernels] : sets_here()) {
    std::vector<float> out(kOutputs);
    std::vector<float> exact(kOutputs);
    kernels.multiply_row(row.data(), 0.5F, {pairs.data(), scale.data(), bias.data(), kInputs, kOutputs}, out.data());
    const std::vector<float> none(kOutputs);
    kernels.multiply_row_f32(values.data(), weights.data(), none.data(), kInputs, kOutputs, exact.data());
    for (std::size_t c = 0; c < kOutputs; ++c) {
      int sum = 0;
      for (std::size_t k = 0; k < kInputs; ++k) sum += row[k] * pairs[k / 2 * kOutputs * 2 + c * 2 + k % 2];
      EXPECT_EQ(out[c], static_cast<float>(sum) * 0.125F + 3) << name;
      EXPECT_EQ(exact[c], static_cast<float>(sum)) << name;  // below 2^24 everything is exact
    }
  }
}

TEST(Kernels, TheFastestOfThisMachineIsChosen) {
  const auto& fastest = has_avx512_vnni() ? avx512_vnni_kernels()
                        : has_avx_vnni()  ? avx_vnni_kernels()
                        : has_avx2()      ? avx2_kernels()
                                          : portable_kernels();
  EXPECT_EQ(&kernels_here(), &fastest);
}

}  // namespace
}  // namespace parley::encoder
