// SPDX-License-Identifier: Apache-2.0
// An embedder whose vectors were fetched beforehand, so that learning can use those of a server.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "parley/encoder/embedder.hpp"

namespace parley {

class KnownVectors final : public Embedder {
 public:
  // Vectors have length 1; those without `dimensions` elements are left out.
  KnownVectors(std::string id, std::size_t dimensions, std::map<std::string, std::vector<float>, std::less<>> vectors);

  const std::string& id() const override { return id_; }
  std::size_t dimensions() const override { return dimensions_; }
  std::size_t max_tokens() const override;
  // not_found: nobody fetched it.
  Result<void> features(std::string_view text, std::span<float> out) const override;
  const OutputLayer* output_layer() const override { return nullptr; }

  // Gives all of them back once they were learned from; before anybody else reads.
  void forget() { vectors_.clear(); }

 private:
  std::string id_;
  std::size_t dimensions_;
  std::map<std::string, std::vector<float>, std::less<>> vectors_;
};

}  // namespace parley
