// SPDX-License-Identifier: Apache-2.0
// Whoever makes sentence vectors and takes its time: a server, or a network on threads of its own.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "parley/async/task.hpp"
#include "parley/core/result.hpp"
#include "parley/core/time.hpp"

namespace parley {

// A live query does not wait longer for its vector.
inline constexpr std::chrono::milliseconds kLiveEmbeddingDeadline{100};

struct EmbeddingUsage {
  std::uint64_t requests = 0;
  std::uint64_t tokens = 0;
  double cost_usd = 0;

  friend bool operator==(const EmbeddingUsage&, const EmbeddingUsage&) = default;
};

struct EmbeddedTexts {
  std::vector<std::vector<float>> vectors;  // of length 1, in the order of the texts
  double cost_usd = 0;

  friend bool operator==(const EmbeddedTexts&, const EmbeddedTexts&) = default;
};

// Used on any event loop.
class VectorSource {
 public:
  virtual ~VectorSource() = default;
  // Of everything that changes a vector; thresholds belong to it.
  virtual const std::string& id() const = 0;
  virtual std::size_t dimensions() const = 0;
  // All or nothing. Faults: invalid_input (a text is empty or cannot be read), timed_out, exhausted (the provider
  // limits us), unavailable, unsupported (what came are no such vectors).
  virtual Task<Result<EmbeddedTexts>> embed(std::vector<std::string> texts, Instant deadline) = 0;
  virtual EmbeddingUsage usage() const = 0;  // so far, of requests that were answered; thread-safe
};

}  // namespace parley
