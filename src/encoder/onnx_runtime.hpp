// SPDX-License-Identifier: Apache-2.0
// ONNX Runtime, found when the process runs: nothing of it is needed to build. The C interface is a table of functions
// that only grows; what is declared here stands in it since version 1.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "parley/core/result.hpp"

namespace parley {

enum class OnnxType : int {
  other = 0,
  float32 = 1,
  int32 = 6,
  int64 = 7
};  // of tensors, as the interface numbers them

struct OnnxPlace {
  std::string name;
  OnnxType type = OnnxType::other;
};

struct OnnxTensor {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};

// One network. Thread-safe; each run computes on the thread that asks and on no other.
class OnnxNetwork {
 public:
  virtual ~OnnxNetwork() = default;
  virtual const std::vector<OnnxPlace>& inputs() const = 0;
  virtual const std::vector<OnnxPlace>& outputs() const = 0;
  // Each input a row of whole numbers, 1 × n, in the order of inputs(). unsupported: the network refuses them, or the
  // output is no tensor of 32-bit numbers.
  virtual Result<OnnxTensor> run(const std::vector<std::vector<std::int64_t>>& inputs, std::size_t output) const = 0;
};

// unavailable: the library is not there or is none of ONNX Runtime; unsupported: the file is no network that it reads.
// The library stays loaded: its own ends of threads do not bear to be unloaded.
Result<std::unique_ptr<OnnxNetwork>> open_onnx_network(const std::string& library, const std::string& model);

}  // namespace parley
