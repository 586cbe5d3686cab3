// SPDX-License-Identifier: Apache-2.0
#include "linear_maps.hpp"

#include <gtest/gtest.h>

#include <random>

#include "reference_sentences.hpp"
#include "weight_bytes.hpp"

namespace parley::encoder {
namespace {

TEST(LinearMaps, Int8IsNearTheExactProduct) {
  constexpr std::size_t kInputs = 64;
  constexpr std::size_t kOutputs = 128;
  constexpr std::size_t kRows = 5;
  std::minstd_rand random(8);
  const auto some = [&](std::size_t count) {
    std::vector<float> result(count);
    for (auto& x : result) x = std::normal_distribution<float>()(random);
    return result;
  };
  auto weights = some(kInputs * kOutputs);
  for (std::size_t k = 0; k < kInputs; ++k) weights[k * kOutputs + 3] *= 1000;  // a column of another size
  for (std::size_t k = 0; k < kInputs; ++k) weights[k * kOutputs + 4] = 0;
  const auto bias = some(kOutputs);
  const auto rows = some(kRows * kInputs);
  const LinearMap map{kInputs, kOutputs, weights.data(), bias.data()};
  const Norm none{nullptr, nullptr};
  const LayerWeights layer{kInputs, none, map, map, none, map, map};
  const auto [texts, scores] = vocabulary({{"a", -1}});
  const UseLiteWeights all{*Pieces::read(texts, scores), nullptr, {}, map, {layer, layer}, map};

  QuantisedRows room(kRows);
  std::vector<float> exact(kRows * kOutputs);
  std::vector<float> packed(kRows * kOutputs);
  ExactMaps().apply(map, rows.data(), kRows, room, exact.data());
  PackedMaps(all, kernels_here()).apply(map, rows.data(), kRows, room, packed.data());
  for (std::size_t r = 0; r < kRows; ++r) {
    double sum = static_cast<double>(bias[7]);
    for (std::size_t k = 0; k < kInputs; ++k) {
      sum += static_cast<double>(rows[r * kInputs + k]) * static_cast<double>(weights[k * kOutputs + 7]);
    }
    EXPECT_NEAR(static_cast<double>(exact[r * kOutputs + 7]), sum, 1e-4);
    EXPECT_EQ(packed[r * kOutputs + 4], bias[4]);
    // Without the column that would drown the others.
    const auto part = [&](const std::vector<float>& of) { return std::span(of).subspan(r * kOutputs + 4, 124); };
    EXPECT_GE(cosine(part(packed), part(exact)), 0.9995);
    EXPECT_NEAR(packed[r * kOutputs + 3] / exact[r * kOutputs + 3], 1, 0.05);
  }
}

}  // namespace
}  // namespace parley::encoder
