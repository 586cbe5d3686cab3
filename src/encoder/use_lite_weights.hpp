// SPDX-License-Identifier: Apache-2.0
// The weights of the encoder as views into its file.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "parley/core/result.hpp"
#include "pieces.hpp"
#include "weight_file.hpp"

namespace parley::encoder {

inline constexpr std::size_t kFirstWidth = 256;  // of embeddings and of the first layer's attention
inline constexpr std::size_t kWidth = 512;
inline constexpr std::size_t kInnerWidth = 1536;
inline constexpr std::size_t kHeads = 4;
inline constexpr std::size_t kLayers = 2;

struct Norm {
  const float* scale;
  const float* bias;
};

// y = x·weights + bias, weights inputs × outputs row by row.
struct LinearMap {
  std::size_t inputs;
  std::size_t outputs;
  const float* weights;
  const float* bias;
};

struct LayerWeights {
  std::size_t width;  // of what the layer is given
  Norm attention_norm;
  LinearMap qkv;
  LinearMap mix;
  Norm inner_norm;
  LinearMap widen;
  LinearMap narrow;
};

struct UseLiteWeights {
  Pieces pieces;
  const float* embedding;        // kFirstWidth for each piece
  std::vector<float> positions;  // kFirstWidth for each of kMostTokens: sines, then cosines
  LinearMap adjust;              // what the first layer is given, widened to what it gives
  std::array<LayerWeights, kLayers> layers;
  LinearMap output;
};

// Errors say what is wrong, in words that follow "FILE ".
Result<UseLiteWeights> read_use_lite(const WeightSections& sections);

}  // namespace parley::encoder
