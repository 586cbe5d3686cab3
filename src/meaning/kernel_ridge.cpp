// SPDX-License-Identifier: Apache-2.0
#include "kernel_ridge.hpp"

namespace parley {

KernelFit fit_kernel_ridge(Matrix kernel, std::span<const std::uint32_t> labels, std::size_t classes, float ridge) {
  const auto count = kernel.rows();
  for (std::size_t at = 0; at < count; ++at) kernel(at, at) += ridge;
  if (!invert(kernel)) return {};
  KernelFit fit{Matrix(count, classes), Matrix(count, classes), std::move(kernel)};
  for (std::size_t row = 0; row < count; ++row) {
    const auto inverse = fit.inverse.row(row);
    auto weights = fit.weights.row(row);
    for (std::size_t at = 0; at < count; ++at) weights[labels[at]] += inverse[at];
    auto left_out = fit.left_out.row(row);
    for (std::size_t at = 0; at < classes; ++at)
      left_out[at] = (at == labels[row] ? 1.F : 0.F) - weights[at] / inverse[row];
  }
  return fit;
}

}  // namespace parley
