// SPDX-License-Identifier: Apache-2.0
#include "layer_tuning.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>

namespace parley {
namespace {

constexpr float kFirstMoment = 0.9F;
constexpr float kSecondMoment = 0.98F;
constexpr float kTiny = 1e-8F;
constexpr std::size_t kWarmUp = 5;

class Adam {
 public:
  explicit Adam(std::size_t size) : first_(size), second_(size) {}

  // `step` counts from 1.
  void move(std::span<float> values, std::span<const float> slope, float rate, std::size_t step) {
    const float first_bias = 1 - std::pow(kFirstMoment, static_cast<float>(step));
    const float second_bias = 1 - std::pow(kSecondMoment, static_cast<float>(step));
    for (std::size_t at = 0; at < values.size(); ++at) {
      first_[at] = kFirstMoment * first_[at] + (1 - kFirstMoment) * slope[at];
      second_[at] = kSecondMoment * second_[at] + (1 - kSecondMoment) * slope[at] * slope[at];
      values[at] -= rate * (first_[at] / first_bias) / (std::sqrt(second_[at] / second_bias) + kTiny);
    }
  }

 private:
  std::vector<float> first_;
  std::vector<float> second_;
};

float rate_at(std::size_t step, const TuningPlan& plan) {
  const auto done = static_cast<float>(step) / static_cast<float>(plan.steps);
  const auto warm = std::min(1.F, static_cast<float>(step + 1) / static_cast<float>(kWarmUp));
  return plan.learning_rate * warm * 0.5F * (1 + std::cos(std::numbers::pi_v<float> * done));
}

// tanh(features · weights + bias), and the lengths that its rows had before they became 1.
struct Forward {
  Matrix unit;
  std::vector<float> lengths;
};

Forward forward(const Matrix& features, const Matrix& weights, std::span<const float> bias) {
  Forward out{product(features, weights), std::vector<float>(features.rows())};
  for (std::size_t row = 0; row < features.rows(); ++row) {
    auto values = out.unit.row(row);
    float square = 0;
    for (std::size_t at = 0; at < values.size(); ++at) {
      values[at] = std::tanh(values[at] + bias[at]);
      square += values[at] * values[at];
    }
    out.lengths[row] = std::max(std::sqrt(square), 1e-6F);
    for (auto& value : values) value /= out.lengths[row];
  }
  return out;
}

// Similarities become the slope of the loss by them, made symmetric.
void contrast(Matrix& similarity, std::span<const std::uint32_t> labels, float temperature) {
  const auto count = similarity.rows();
  const auto scale = 1 / static_cast<float>(count);
  for (std::size_t row = 0; row < count; ++row) {
    auto values = similarity.row(row);
    std::size_t alike = 0;
    for (std::size_t at = 0; at < count; ++at) alike += at != row && labels[at] == labels[row] ? 1 : 0;
    if (alike == 0) {
      std::fill(values.begin(), values.end(), 0.F);
      continue;
    }
    float sum = 0;
    for (std::size_t at = 0; at < count; ++at) {
      values[at] = at == row ? 0 : std::exp((values[at] - 1) / temperature);
      sum += values[at];
    }
    const auto share = 1 / static_cast<float>(alike);
    for (std::size_t at = 0; at < count; ++at) {
      const float wanted = at != row && labels[at] == labels[row] ? share : 0;
      values[at] = scale * (values[at] / sum - wanted) / temperature;
    }
  }
  for (std::size_t row = 0; row < count; ++row)
    for (std::size_t at = 0; at < row; ++at) {
      const auto both = similarity(row, at) + similarity(at, row);
      similarity(row, at) = similarity(at, row) = both;
    }
}

}  // namespace

Matrix embed_rows(const OutputLayer& layer, const Matrix& features) {
  Matrix weights(layer.inputs, layer.outputs);
  weights.values() = layer.weights;
  return forward(features, weights, layer.bias).unit;
}

OutputLayer tune_layer(const OutputLayer& start, const Matrix& features, std::span<const std::uint32_t> labels,
                       const TuningPlan& plan, std::uint64_t seed) {
  Matrix weights(start.inputs, start.outputs);
  weights.values() = start.weights;
  auto bias = start.bias;
  Adam weights_moves(weights.values().size());
  Adam bias_moves(bias.size());
  std::mt19937_64 random(seed);
  std::vector<std::size_t> order(features.rows());
  std::iota(order.begin(), order.end(), 0U);
  const auto batch = std::min(plan.batch, features.rows());
  std::size_t next = order.size();
  Matrix inputs(batch, features.columns());
  std::vector<std::uint32_t> batch_labels(batch);
  const float keep = 1 - plan.dropout;
  const auto limit = static_cast<std::uint32_t>(keep * 65536.F);
  for (std::size_t step = 0; step < plan.steps; ++step) {
    for (std::size_t row = 0; row < batch; ++row) {
      if (next == order.size()) {
        next = 0;
        if (batch < order.size()) std::shuffle(order.begin(), order.end(), random);
      }
      const auto from = features.row(order[next]);
      batch_labels[row] = labels[order[next++]];
      auto to = inputs.row(row);
      for (std::size_t at = 0; at < to.size(); at += 4) {
        auto bits = random();
        for (std::size_t part = at; part < std::min(at + 4, to.size()); ++part, bits >>= 16)
          to[part] = (bits & 0xffff) < limit ? from[part] / keep : 0;
      }
    }
    const auto out = forward(inputs, weights, bias);
    auto slope = product_transposed(out.unit, out.unit);
    contrast(slope, batch_labels, plan.temperature);
    auto by_unit = product(slope, out.unit);
    std::vector<float> bias_slope(bias.size());
    for (std::size_t row = 0; row < batch; ++row) {
      auto values = by_unit.row(row);
      const auto unit = out.unit.row(row);
      const auto along = std::inner_product(values.begin(), values.end(), unit.begin(), 0.F);
      const auto length = out.lengths[row];
      for (std::size_t at = 0; at < values.size(); ++at) {
        const auto level = unit[at] * length;
        values[at] = (values[at] - along * unit[at]) / length * (1 - level * level);
        bias_slope[at] += values[at];
      }
    }
    const auto weights_slope = transposed_product(inputs, by_unit);
    const auto rate = rate_at(step, plan);
    weights_moves.move(weights.values(), weights_slope.values(), rate, step + 1);
    bias_moves.move(bias, bias_slope, rate, step + 1);
  }
  return {start.inputs, start.outputs, std::move(weights.values()), std::move(bias)};
}

}  // namespace parley
