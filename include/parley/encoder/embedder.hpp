// SPDX-License-Identifier: Apache-2.0
// A sentence as a vector in which near means alike. Vectors of different embedders are never compared.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parley/core/result.hpp"

namespace parley {

// The last layer of an encoder: embedding = unit(tanh(weightsᵀ · features + bias)). It is small enough to be tuned for
// one organization (router/).
struct OutputLayer {
  std::size_t inputs = 0;
  std::size_t outputs = 0;
  std::vector<float> weights;  // inputs × outputs, row by row
  std::vector<float> bias;     // outputs
};

// Thread-safe and immutable; nothing blocks.
class Embedder {
 public:
  virtual ~Embedder() = default;

  // Of weights and arithmetic, e.g. "use-lite-0.2.0/int8".
  virtual const std::string& id() const = 0;
  // Of features().
  virtual std::size_t dimensions() const = 0;
  // Tokens that are read of one sentence; what follows them is not seen.
  virtual std::size_t max_tokens() const = 0;
  // What the output layer is applied to; without one, the embedding itself, of length 1. `out` has dimensions()
  // elements. Text that is no UTF-8 or has no tokens is an error (invalid_input).
  virtual Result<void> features(std::string_view text, std::span<float> out) const = 0;
  // nullptr when features are embeddings already.
  virtual const OutputLayer* output_layer() const = 0;
};

}  // namespace parley
