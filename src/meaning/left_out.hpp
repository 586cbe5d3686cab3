// SPDX-License-Identifier: Apache-2.0
// What a kernel fit would say of sentences that it had not seen, in closed form.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "blend_kernel.hpp"
#include "calibration.hpp"
#include "kernel_ridge.hpp"

namespace parley {

// Each example that has a weight, scored by the fit without it. `labels`, `weights`: one an example; labels of
// `classes` and above mean none of the patterns, which is never right. `nearest`: of each example among the others.
// `handicaps`: as rank_scores() has them.
std::vector<Trial> leave_one_out(const KernelFit& fit, std::span<const std::uint32_t> labels, std::size_t classes,
                                 std::span<const float> weights, std::span<const Nearest> nearest,
                                 std::span<const float> handicaps = {});

// Each of the first `own` examples scored by the fit without its whole pattern: what a question that no pattern is made
// for looks like from near by. Never right. `nearest`: of each example among those of other patterns.
std::vector<Trial> leave_pattern_out(const KernelFit& fit, std::span<const std::uint32_t> labels, std::size_t classes,
                                     std::size_t own, std::span<const Nearest> nearest,
                                     std::span<const float> handicaps = {});

}  // namespace parley
