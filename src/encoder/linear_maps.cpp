// SPDX-License-Identifier: Apache-2.0
#include "linear_maps.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

namespace parley::encoder {

namespace {

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::Index extent(std::size_t size) { return static_cast<Eigen::Index>(size); }

}  // namespace

void ExactMaps::apply(const LinearMap& map, const float* rows, std::size_t count, QuantisedRows&, float* out) const {
  const Eigen::Map<const Rows> x(rows, extent(count), extent(map.inputs));
  const Eigen::Map<const Rows> weights(map.weights, extent(map.inputs), extent(map.outputs));
  const Eigen::Map<const Eigen::RowVectorXf> bias(map.bias, extent(map.outputs));
  Eigen::Map<Rows> y(out, extent(count), extent(map.outputs));
  y.rowwise() = bias;
  y.noalias() += x * weights;
}

PackedMaps::PackedMaps(const UseLiteWeights& weights, const Kernels& kernels) : kernels_(kernels) {
  pack(weights.adjust);
  for (const auto& layer : weights.layers) {
    for (const auto* map : {&layer.qkv, &layer.mix, &layer.widen, &layer.narrow}) pack(*map);
  }
}

void PackedMaps::pack(const LinearMap& map) {
  Packed packed{std::vector<std::int8_t>(map.inputs * map.outputs), std::vector<float>(map.outputs),
                std::vector<std::int32_t>(map.outputs), map.weights};
  for (std::size_t k = 0; k < map.inputs; ++k) {
    for (std::size_t c = 0; c < map.outputs; ++c) {
      packed.scale[c] = std::max(packed.scale[c], std::abs(map.weights[k * map.outputs + c]));
    }
  }
  for (auto& scale : packed.scale) scale = std::max(scale, 1e-30F) / 127;
  for (std::size_t k = 0; k < map.inputs; ++k) {
    for (std::size_t c = 0; c < map.outputs; ++c) {
      const auto value = static_cast<std::int8_t>(std::lrint(map.weights[k * map.outputs + c] / packed.scale[c]));
      packed.values[c / kPackedColumns * map.inputs * kPackedColumns +
                    k / kPackedInputs * kPackedColumns * kPackedInputs + c % kPackedColumns * kPackedInputs +
                    k % kPackedInputs] = value;
      packed.shift[c] += 128 * value;
    }
  }
  packed_.push_back(std::move(packed));
}

void PackedMaps::apply(const LinearMap& map, const float* rows, std::size_t count, QuantisedRows& room,
                       float* out) const {
  const auto packed = std::ranges::find(packed_, map.weights, &Packed::weights);
  kernels_.quantise(rows, count, map.inputs, room.values.get(), room.scales.data());
  kernels_.multiply(
      room.values.get(), room.scales.data(), count,
      {packed->values.data(), packed->scale.data(), packed->shift.data(), map.bias, map.inputs, map.outputs}, out);
}

}  // namespace parley::encoder
