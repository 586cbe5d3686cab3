// SPDX-License-Identifier: Apache-2.0
// An embedder that computes each text once, for benchmarks that learn the same sentences again and again.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "parley/encoder/embedder.hpp"

namespace parley::commands {

// Of one thread at a time.
class RememberedEmbedder final : public Embedder {
 public:
  // Owners of `inner`: this, and whoever opened it.
  explicit RememberedEmbedder(std::shared_ptr<const Embedder> inner) : inner_(std::move(inner)) {}

  const std::string& id() const override { return inner_->id(); }
  std::size_t dimensions() const override { return inner_->dimensions(); }
  std::size_t max_tokens() const override { return inner_->max_tokens(); }
  Result<void> features(std::string_view text, std::span<float> out) const override;
  const OutputLayer* output_layer() const override { return inner_->output_layer(); }

 private:
  std::shared_ptr<const Embedder> inner_;
  mutable std::map<std::string, std::vector<float>, std::less<>> known_;
};

}  // namespace parley::commands
