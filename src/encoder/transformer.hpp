// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "kernels.hpp"
#include "linear_maps.hpp"
#include "use_lite_weights.hpp"

namespace parley::encoder {

// What the output layer is applied to: the mean over the tokens of the last layer. `ids` are pieces of the weights, one
// at least; `out` has kWidth elements.
void pool(const UseLiteWeights& weights, const LinearMaps& maps, const Kernels& kernels,
          std::span<const std::uint32_t> ids, std::span<float> out);

}  // namespace parley::encoder
