// SPDX-License-Identifier: Apache-2.0
#include "use_lite_weights.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "sentence_tokens.hpp"
#include "weight_bytes.hpp"

namespace parley::encoder {
namespace {

// Every section that the encoder has, of ones.
NamedBytes sections() {
  const auto [texts, scores] = vocabulary({{"a", -1}});
  NamedBytes result{{"pieces", texts}, {"scores", scores}};
  const auto add = [&](const std::string& name, std::size_t count) {
    const std::vector<float> ones(count, 1);
    result.emplace_back(name, std::string(reinterpret_cast<const char*>(ones.data()), count * sizeof(float)));
  };
  add("embedding", 9 * kFirstWidth);
  add("timing", kFirstWidth / 2);
  const auto map = [&](const std::string& name, std::size_t inputs, std::size_t outputs) {
    add(name + ".weights", inputs * outputs);
    add(name + ".bias", outputs);
  };
  map("adjust", kFirstWidth, kWidth);
  map("output", kWidth, kWidth);
  for (const auto& [name, width] : {std::pair<std::string, std::size_t>{"layer0", kFirstWidth}, {"layer1", kWidth}}) {
    for (const auto* part : {".scale", ".bias"}) {
      add(name + ".attention_norm" + part, width);
      add(name + ".inner_norm" + part, kWidth);
    }
    map(name + ".qkv", width, 3 * width);
    map(name + ".mix", width, kWidth);
    map(name + ".widen", kWidth, kInnerWidth);
    map(name + ".narrow", kInnerWidth, kWidth);
  }
  return result;
}

std::string refusal(const NamedBytes& given) {
  const auto file = weight_file(given);
  const auto read = read_weight_sections(file);
  const auto weights = read_use_lite(*read);
  return weights ? "" : weights.error().message;
}

TEST(UseLiteWeights, AreReadWithTheirShapes) {
  const auto file = weight_file(sections());
  const auto weights = read_use_lite(*read_weight_sections(file));
  ASSERT_TRUE(weights) << weights.error().message;
  EXPECT_EQ(weights->pieces.size(), 7U);
  EXPECT_EQ(weights->layers[0].qkv.inputs, kFirstWidth);
  EXPECT_EQ(weights->layers[0].qkv.outputs, 3 * kFirstWidth);
  EXPECT_EQ(weights->layers[1].width, kWidth);
  EXPECT_EQ(weights->output.weights[kWidth * kWidth - 1], 1);
  ASSERT_EQ(weights->positions.size(), kMostTokens * kFirstWidth);
  EXPECT_FLOAT_EQ(weights->positions[0], 0);
  EXPECT_FLOAT_EQ(weights->positions[kFirstWidth / 2], 1);
  EXPECT_FLOAT_EQ(weights->positions[2 * kFirstWidth], std::sin(2.0F));
}

TEST(UseLiteWeights, ASectionThatIsMissingOrWrongIsNamed) {
  const auto whole = sections();
  // One reader for all; each case costs a file of 20 MB.
  for (std::size_t i = 2; i < 5; ++i) {
    auto less = whole;
    less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NE(refusal(less), "") << whole[i].first;
    auto shorter = whole;
    shorter[i].second.resize(shorter[i].second.size() - sizeof(float));
    EXPECT_NE(refusal(shorter), "") << whole[i].first;
  }
  auto without = whole;
  without.pop_back();
  EXPECT_EQ(refusal(without), "lacks the section layer1.narrow.bias");
  auto longer = whole;
  longer.back().second += bytes_of(1.0F);
  EXPECT_EQ(refusal(longer), "has a section layer1.narrow.bias of another size");
  auto odd = whole;
  odd.back().second.replace(0, 4, bytes_of(std::numeric_limits<float>::quiet_NaN()));
  EXPECT_EQ(refusal(odd), "has a section layer1.narrow.bias with what is no number");
}

TEST(UseLiteWeights, EveryPieceHasAnEmbedding) {
  auto given = sections();
  given[2].second.resize(6 * kFirstWidth * sizeof(float));
  EXPECT_EQ(refusal(given), "has fewer embeddings than pieces");
  given[0].second.pop_back();
  EXPECT_EQ(refusal(given), "has a vocabulary that cannot be right");
  EXPECT_EQ(refusal({}), "has a vocabulary that cannot be right");
}

}  // namespace
}  // namespace parley::encoder
