// SPDX-License-Identifier: Apache-2.0
#include "parley/media/voice_network.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "voice_weights.hpp"

namespace parley {
namespace {

constexpr std::size_t kFilter = 128;  // of the Fourier transform, with a hop of half of it
constexpr std::size_t kHop = 64;
constexpr std::size_t kFrames = 4;
constexpr std::size_t kBins = 65;
constexpr std::size_t kHalfBasis = 72;  // bins and blanks, a multiple of a vector register
constexpr std::size_t kGates = 512;

// Reads tensors one after the other.
class WeightReader {
 public:
  explicit WeightReader(std::span<const std::uint16_t> rest) : rest_(rest) {}

  std::vector<float> take(std::size_t count) {
    if (rest_.size() < count) throw std::logic_error("the voice network's weights are cut off");
    std::vector<float> values(count);
    std::transform(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(count), values.begin(), from_half);
    rest_ = rest_.subspan(count);
    return values;
  }
  bool empty() const { return rest_.empty(); }

 private:
  std::span<const std::uint16_t> rest_;
};

// [rows][columns] → [columns][rows]
std::vector<float> transposed(const std::vector<float>& matrix, std::size_t rows) {
  const std::size_t columns = matrix.size() / rows;
  std::vector<float> turned(matrix.size());
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      turned[column * rows + row] = matrix[row * columns + column];
    }
  }
  return turned;
}

// outputs += weights[input][output] * inputs. Inputs come in fours; after a rectifier most of them are zero.
template <std::size_t Outputs>
[[gnu::always_inline]] inline void sweep(const float* weights, const float* inputs, std::size_t count, float* outputs) {
  std::size_t at = 0;
  for (; at + 4 <= count; at += 4, weights += 4 * Outputs) {
    const float a = inputs[at];
    const float b = inputs[at + 1];
    const float c = inputs[at + 2];
    const float d = inputs[at + 3];
    if (a == 0 && b == 0 && c == 0 && d == 0) continue;
    for (std::size_t out = 0; out < Outputs; ++out) {
      outputs[out] += a * weights[out] + b * weights[Outputs + out] + c * weights[2 * Outputs + out] +
                      d * weights[3 * Outputs + out];
    }
  }
  for (; at < count; ++at, weights += Outputs) {
    for (std::size_t out = 0; out < Outputs; ++out) outputs[out] += inputs[at] * weights[out];
  }
}

using Sweep = void (*)(const float*, const float*, std::size_t, float*);

template <std::size_t Outputs>
void plain_sweep(const float* weights, const float* inputs, std::size_t count, float* outputs) {
  sweep<Outputs>(weights, inputs, count, outputs);
}

#if defined(__x86_64__)
template <std::size_t Outputs>
[[gnu::target("avx2,fma")]] void wide_sweep(const float* weights, const float* inputs, std::size_t count,
                                            float* outputs) {
  sweep<Outputs>(weights, inputs, count, outputs);
}

// What this processor can do, asked once. (target_clones would do the same, but its resolver runs before the
// sanitizers are up.)
template <std::size_t Outputs>
void multiply_add(const float* weights, const float* inputs, std::size_t count, float* outputs) {
  static const Sweep kBest =
      __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? wide_sweep<Outputs> : plain_sweep<Outputs>;
  kBest(weights, inputs, count, outputs);
}
#else
template <std::size_t Outputs>
void multiply_add(const float* weights, const float* inputs, std::size_t count, float* outputs) {
  plain_sweep<Outputs>(weights, inputs, count, outputs);
}
#endif

float sigmoid(float x) { return 1.0F / (1.0F + std::exp(-x)); }

// One output frame: three taps over the frames around `middle`, those outside being silence; then the rectifier.
template <std::size_t Inputs, std::size_t Outputs, std::size_t Frames>
std::array<float, Outputs> convolve(const std::array<std::vector<float>, 3>& taps, const std::vector<float>& bias,
                                    const std::array<std::array<float, Inputs>, Frames>& frames, std::size_t middle) {
  std::array<float, Outputs> out;
  std::copy_n(bias.begin(), Outputs, out.begin());
  for (std::size_t tap = 0; tap < 3; ++tap) {
    const std::size_t frame = middle + tap - 1;  // wraps round below zero: outside too
    if (frame < Frames) multiply_add<Outputs>(taps[tap].data(), frames[frame].data(), Inputs, out.data());
  }
  for (float& value : out) value = std::max(value, 0.0F);
  return out;
}

}  // namespace

std::shared_ptr<const VoiceNetwork> VoiceNetwork::create() {
  return std::shared_ptr<const VoiceNetwork>(new VoiceNetwork());  // the constructor is private
}

VoiceNetwork::VoiceNetwork() {
  WeightReader weights(voice_weights());
  constexpr std::array<std::array<std::size_t, 2>, 4> kShapes = {{{kBins, 128}, {128, 64}, {64, 64}, {64, 128}}};
  for (std::size_t layer = 0; layer < kShapes.size(); ++layer) {
    const auto [inputs, outputs] = kShapes[layer];
    const auto all = weights.take(outputs * inputs * 3);  // [output][input][tap]
    for (std::size_t tap = 0; tap < 3; ++tap) {
      auto& matrix = encoder_[layer].taps[tap];
      matrix.resize(inputs * outputs);
      for (std::size_t out = 0; out < outputs; ++out) {
        for (std::size_t in = 0; in < inputs; ++in) matrix[in * outputs + out] = all[(out * inputs + in) * 3 + tap];
      }
    }
    encoder_[layer].bias = weights.take(outputs);
  }
  from_input_ = transposed(weights.take(kGates * VoiceProbability::kState), kGates);
  from_state_ = transposed(weights.take(kGates * VoiceProbability::kState), kGates);
  gate_bias_ = weights.take(kGates);
  const auto more_bias = weights.take(kGates);
  std::transform(gate_bias_.begin(), gate_bias_.end(), more_bias.begin(), gate_bias_.begin(), std::plus<>());
  out_ = weights.take(VoiceProbability::kState);
  out_bias_ = weights.take(1).front();
  if (!weights.empty()) throw std::logic_error("the voice network's weights are of another network");

  fourier_.assign(kFilter * 2 * kHalfBasis, 0.0F);
  for (std::size_t at = 0; at < kFilter; ++at) {
    const double turn = 2 * std::numbers::pi * static_cast<double>(at) / static_cast<double>(kFilter);
    const double hann = 0.5 - 0.5 * std::cos(turn);
    for (std::size_t bin = 0; bin < kBins; ++bin) {
      float* row = fourier_.data() + at * 2 * kHalfBasis;
      row[bin] = static_cast<float>(hann * std::cos(turn * static_cast<double>(bin)));
      row[kHalfBasis + bin] = static_cast<float>(hann * std::sin(turn * static_cast<double>(bin)));
    }
  }
}

void VoiceProbability::restart() noexcept {
  context_.fill(0);
  hidden_.fill(0);
  cell_.fill(0);
}

float VoiceProbability::hear(std::span<const std::int16_t, kWindow> window) noexcept {
  // The end of the window before, the window, and the window's end once more backwards.
  std::array<float, kContext + kWindow + kContext> sound;
  std::copy(context_.begin(), context_.end(), sound.begin());
  for (std::size_t i = 0; i < kWindow; ++i) sound[kContext + i] = static_cast<float>(window[i]) / 32768.0F;
  for (std::size_t i = 0; i < kContext; ++i) sound[kContext + kWindow + i] = sound[kContext + kWindow - 2 - i];
  std::copy_n(sound.begin() + kWindow, kContext, context_.begin());

  const VoiceNetwork& network = *network_;
  std::array<std::array<float, kBins>, kFrames> spectrum;
  for (std::size_t frame = 0; frame < kFrames; ++frame) {
    std::array<float, 2 * kHalfBasis> parts{};
    multiply_add<2 * kHalfBasis>(network.fourier_.data(), sound.data() + frame * kHop, kFilter, parts.data());
    for (std::size_t bin = 0; bin < kBins; ++bin) {
      spectrum[frame][bin] = std::hypot(parts[bin], parts[kHalfBasis + bin]);
    }
  }
  const auto& layers = network.encoder_;
  std::array<std::array<float, 128>, kFrames> first;
  for (std::size_t i = 0; i < kFrames; ++i)
    first[i] = convolve<kBins, 128>(layers[0].taps, layers[0].bias, spectrum, i);
  std::array<std::array<float, 64>, 2> second;
  for (std::size_t i = 0; i < 2; ++i) second[i] = convolve<128, 64>(layers[1].taps, layers[1].bias, first, 2 * i);
  const std::array<std::array<float, 64>, 1> third = {convolve<64, 64>(layers[2].taps, layers[2].bias, second, 0)};
  const auto features = convolve<64, kState>(layers[3].taps, layers[3].bias, third, 0);

  std::array<float, kGates> gates;
  std::copy_n(network.gate_bias_.begin(), kGates, gates.begin());
  multiply_add<kGates>(network.from_input_.data(), features.data(), kState, gates.data());
  multiply_add<kGates>(network.from_state_.data(), hidden_.data(), kState, gates.data());
  float voice = network.out_bias_;
  for (std::size_t i = 0; i < kState; ++i) {
    const float input = sigmoid(gates[i]);
    const float forget = sigmoid(gates[kState + i]);
    const float candidate = std::tanh(gates[2 * kState + i]);
    const float output = sigmoid(gates[3 * kState + i]);
    cell_[i] = forget * cell_[i] + input * candidate;
    hidden_[i] = output * std::tanh(cell_[i]);
    voice += network.out_[i] * std::max(hidden_[i], 0.0F);
  }
  return sigmoid(voice);
}

}  // namespace parley
