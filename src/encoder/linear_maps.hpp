// SPDX-License-Identifier: Apache-2.0
// Products of rows with the encoder's matrices, in f32 or in int8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "kernels.hpp"
#include "use_lite_weights.hpp"

namespace parley::encoder {

// Room for the rows of one product in int8.
struct QuantisedRows {
  explicit QuantisedRows(std::size_t rows)
      : values(std::make_unique_for_overwrite<std::uint8_t[]>(rows * kInnerWidth)), scales(rows) {}

  std::unique_ptr<std::uint8_t[]> values;
  std::vector<float> scales;
};

class LinearMaps {
 public:
  virtual ~LinearMaps() = default;
  // `map` is one of those that this was made for.
  virtual void apply(const LinearMap& map, const float* rows, std::size_t count, QuantisedRows& room,
                     float* out) const = 0;
};

// As published.
class ExactMaps final : public LinearMaps {
 public:
  void apply(const LinearMap& map, const float* rows, std::size_t count, QuantisedRows& room,
             float* out) const override;
};

// Weights in int8 with a scale for each column, rows in int8 with a scale for each.
class PackedMaps final : public LinearMaps {
 public:
  PackedMaps(const UseLiteWeights& weights, const Kernels& kernels);

  void apply(const LinearMap& map, const float* rows, std::size_t count, QuantisedRows& room,
             float* out) const override;

 private:
  struct Packed {
    std::vector<std::int8_t> values;
    std::vector<float> scale;
    std::vector<std::int32_t> shift;
    const float* weights;  // of which map
  };

  void pack(const LinearMap& map);

  const Kernels& kernels_;
  std::vector<Packed> packed_;
};

}  // namespace parley::encoder
