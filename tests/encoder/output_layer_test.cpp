// SPDX-License-Identifier: Apache-2.0
#include "parley/encoder/output_layer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "reference_sentences.hpp"

namespace parley {
namespace {

struct Case {
  OutputLayer layer;
  std::vector<float> features;
  std::vector<float> expected;
};

Case random_case(std::size_t inputs, std::size_t outputs) {
  std::minstd_rand random(static_cast<unsigned>(inputs * 1000 + outputs));
  std::normal_distribution<float> normal(0, 1 / std::sqrt(static_cast<float>(inputs)));
  Case result{{inputs, outputs, std::vector<float>(inputs * outputs), std::vector<float>(outputs)},
              std::vector<float>(inputs),
              std::vector<float>(outputs)};
  for (auto& x : result.layer.weights) x = normal(random);
  for (auto& x : result.layer.bias) x = normal(random);
  for (auto& x : result.features) x = std::normal_distribution<float>()(random);
  double squares = 0;
  std::vector<double> values(outputs);
  for (std::size_t c = 0; c < outputs; ++c) {
    double sum = static_cast<double>(result.layer.bias[c]);
    for (std::size_t k = 0; k < inputs; ++k) {
      sum += static_cast<double>(result.features[k]) * static_cast<double>(result.layer.weights[k * outputs + c]);
    }
    values[c] = std::tanh(sum);
    squares += values[c] * values[c];
  }
  for (std::size_t c = 0; c < outputs; ++c) result.expected[c] = static_cast<float>(values[c] / std::sqrt(squares));
  return result;
}

TEST(OutputLayer, IsTanhOfAProductAtLengthOne) {
  for (const auto& [inputs, outputs] : {std::pair<std::size_t, std::size_t>{512, 512}, {2, 64}, {7, 3}, {33, 100}}) {
    const auto given = random_case(inputs, outputs);
    std::vector<float> out(outputs);
    embed_with(given.layer, given.features, out);
    for (std::size_t c = 0; c < outputs; ++c) EXPECT_NEAR(out[c], given.expected[c], 1e-5) << inputs << " " << outputs;
  }
}

TEST(OutputLayer, TheCompactFormIsNear) {
  for (const auto& [inputs, outputs] : {std::pair<std::size_t, std::size_t>{512, 512}, {33, 100}, {2, 64}}) {
    const auto given = random_case(inputs, outputs);
    const CompactOutputLayer compact(given.layer);
    EXPECT_EQ(compact.inputs(), inputs);
    EXPECT_EQ(compact.outputs(), outputs);
    std::vector<float> out(outputs);
    compact.embed(given.features, out);
    EXPECT_GE(encoder::cosine(out, given.expected), 0.9999) << inputs << " " << outputs;
  }
}

TEST(OutputLayer, TheCompactFormFitsTenThousandTimes) {
  EXPECT_LE(CompactOutputLayer(random_case(512, 512).layer).memory_bytes(), 270'000U);
}

TEST(OutputLayer, NothingGivesNothing) {
  const OutputLayer layer{4, 64, std::vector<float>(4 * 64), std::vector<float>(64)};
  std::vector<float> out(64, 1);
  embed_with(layer, std::vector<float>(4), out);
  EXPECT_EQ(out, std::vector<float>(64));
  out.assign(64, 1);
  CompactOutputLayer(layer).embed(std::vector<float>(4), out);
  EXPECT_EQ(out, std::vector<float>(64));
}

TEST(OutputLayer, HugeProductsStayNumbers) {
  auto given = random_case(16, 64);
  for (auto& x : given.features) x *= 1e6F;
  std::vector<float> out(64);
  embed_with(given.layer, given.features, out);
  for (const auto x : out) EXPECT_NEAR(std::abs(x), 1 / std::sqrt(64.0), 1e-3);
}

}  // namespace
}  // namespace parley
