// SPDX-License-Identifier: Apache-2.0
// Similarities of one vector to many, in int8 with a scale for each vector; without the scales, ranking breaks.
#pragma once

#include <cstdint>
#include <span>

namespace parley {

// Writes round(x · 127 / greatest |x|) and returns what brings the values back.
float quantise_int8(std::span<const float> vector, std::span<std::int8_t> out);

// out[i] = query_scale · scales[i] · Σ query · row i. Rows have the query's length, at most 65,000, and lie one after
// another; scales and out have one element for each. Exact for any values.
void scan_int8(std::span<const std::int8_t> query, float query_scale, std::span<const std::int8_t> rows,
               std::span<const float> scales, std::span<float> out);

}  // namespace parley
