// SPDX-License-Identifier: Apache-2.0
// An encoder's last layer tuned to one organization: examples of a pattern nearer to each other than to all others
// (supervised contrastive loss, Khosla et al. 2020), on features that are computed once.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "algebra.hpp"
#include "parley/encoder/embedder.hpp"

namespace parley {

struct TuningPlan {
  std::size_t steps = 50;
  std::size_t batch = 1600;  // examples of one step
  float learning_rate = 1e-3F;
  float temperature = 0.1F;
  float dropout = 0.1F;  // of features
};

// unit(tanh(features · weights + bias)), one row each.
Matrix embed_rows(const OutputLayer& layer, const Matrix& features);

// `labels`: one a row of `features`. Equal seeds give equal layers on one machine.
OutputLayer tune_layer(const OutputLayer& start, const Matrix& features, std::span<const std::uint32_t> labels,
                       const TuningPlan& plan, std::uint64_t seed);

}  // namespace parley
