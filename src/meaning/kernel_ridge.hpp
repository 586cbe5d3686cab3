// SPDX-License-Identifier: Apache-2.0
// Kernel ridge regression onto pattern indicators, in closed form with its exact leave-one-out scores.
#pragma once

#include <cstdint>
#include <span>

#include "algebra.hpp"

namespace parley {

struct KernelFit {
  Matrix weights;   // examples × classes: score of a class = kernel to the examples · its column
  Matrix left_out;  // examples × classes: scores of each example by the fit without it
  Matrix inverse;   // (kernel + ridge)⁻¹
};

// `labels`: 0 … classes − 1, one an example. Empty result (no rows): the kernel is not positive definite.
KernelFit fit_kernel_ridge(Matrix kernel, std::span<const std::uint32_t> labels, std::size_t classes, float ridge);

}  // namespace parley
