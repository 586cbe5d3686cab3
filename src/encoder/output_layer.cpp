// SPDX-License-Identifier: Apache-2.0
#include "parley/encoder/output_layer.hpp"

#include <algorithm>
#include <cmath>

#include "kernels.hpp"

namespace parley {

namespace {

// Sums of int16 · int8 over 4,096 inputs stay within int32.
constexpr float kFeatureSteps = 4095;

std::size_t padded(std::size_t size, std::size_t to) { return (size + to - 1) / to * to; }

}  // namespace

void embed_with(const OutputLayer& layer, std::span<const float> features, std::span<float> out) {
  const auto& kernels = encoder::kernels_here();
  if (layer.outputs % encoder::kPackedColumns == 0) {
    kernels.multiply_row_f32(features.data(), layer.weights.data(), layer.bias.data(), layer.inputs, layer.outputs,
                             out.data());
    kernels.unit_tanh(out.data(), layer.outputs);
    return;
  }
  std::vector<float> values(padded(layer.outputs, encoder::kPackedColumns));
  std::ranges::copy(layer.bias, values.begin());
  for (std::size_t k = 0; k < layer.inputs; ++k) {
    for (std::size_t c = 0; c < layer.outputs; ++c) values[c] += features[k] * layer.weights[k * layer.outputs + c];
  }
  kernels.unit_tanh(values.data(), values.size());
  std::copy_n(values.begin(), layer.outputs, out.begin());
}

CompactOutputLayer::CompactOutputLayer(const OutputLayer& layer)
    : inputs_(layer.inputs),
      outputs_(layer.outputs),
      pairs_(padded(inputs_, 2) * padded(outputs_, encoder::kPackedColumns)),
      scale_(padded(outputs_, encoder::kPackedColumns)),
      bias_(scale_.size()) {
  std::ranges::copy(layer.bias, bias_.begin());
  for (std::size_t c = 0; c < outputs_; ++c) {
    float most = 1e-30F;
    for (std::size_t k = 0; k < inputs_; ++k) most = std::max(most, std::abs(layer.weights[k * outputs_ + c]));
    scale_[c] = most / 127;
    for (std::size_t k = 0; k < inputs_; ++k) {
      pairs_[k / 2 * scale_.size() * 2 + c * 2 + k % 2] =
          static_cast<std::int8_t>(std::lrint(layer.weights[k * outputs_ + c] / scale_[c]));
    }
  }
}

std::size_t CompactOutputLayer::memory_bytes() const {
  return sizeof *this + pairs_.capacity() + (scale_.capacity() + bias_.capacity()) * sizeof(float);
}

void CompactOutputLayer::embed(std::span<const float> features, std::span<float> out) const {
  const auto& kernels = encoder::kernels_here();
  float most = 1e-30F;
  for (const auto x : features) most = std::max(most, std::abs(x));
  std::vector<std::int16_t> row(padded(inputs_, 2));
  for (std::size_t i = 0; i < inputs_; ++i) {
    row[i] = static_cast<std::int16_t>(std::lrint(features[i] * (kFeatureSteps / most)));
  }
  const encoder::PairedMatrix matrix{pairs_.data(), scale_.data(), bias_.data(), row.size(), scale_.size()};
  if (outputs_ == scale_.size()) {
    kernels.multiply_row(row.data(), most / kFeatureSteps, matrix, out.data());
    kernels.unit_tanh(out.data(), outputs_);
    return;
  }
  std::vector<float> values(scale_.size());
  kernels.multiply_row(row.data(), most / kFeatureSteps, matrix, values.data());
  kernels.unit_tanh(values.data(), values.size());
  std::copy_n(values.begin(), outputs_, out.begin());
}

}  // namespace parley
