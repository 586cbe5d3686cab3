// SPDX-License-Identifier: Apache-2.0
#include "parley/encoder/vector_scan.hpp"

#include <algorithm>
#include <cmath>

#include "kernels.hpp"

namespace parley {

float quantise_int8(std::span<const float> vector, std::span<std::int8_t> out) {
  float most = 1e-30F;
  for (const auto x : vector) most = std::max(most, std::abs(x));
  const float factor = 127 / most;
  std::ranges::transform(vector, out.begin(),
                         [&](float x) { return static_cast<std::int8_t>(std::lrint(x * factor)); });
  return most / 127;
}

void scan_int8(std::span<const std::int8_t> query, float query_scale, std::span<const std::int8_t> rows,
               std::span<const float> scales, std::span<float> out) {
  encoder::kernels_here().scan(query.data(), rows.data(), scales.data(), scales.size(), query.size(), out.data());
  for (auto& x : out) x *= query_scale;
}

}  // namespace parley
