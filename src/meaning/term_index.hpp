// SPDX-License-Identifier: Apache-2.0
// TF-IDF cosines of a sentence to all examples of an organization, by an inverted index.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "text_features.hpp"

namespace parley {

class TermIndex {
 public:
  TermIndex() = default;
  static constexpr std::size_t kMostExamples = 65535;

  // One list of features an example, at most kMostExamples.
  explicit TermIndex(const std::vector<std::vector<TextFeature>>& examples);

  // `out`: one cosine (0–1) an example. Features that no example has count as unknown: they only lessen the others.
  void cosines(const std::vector<TextFeature>& features, std::span<float> out) const;
  std::size_t size() const { return examples_; }
  std::size_t bytes() const;

 private:
  struct Posting {
    std::uint16_t example = 0;
    std::uint16_t weight = 0;  // of a vector of length 1, in 1/65535
  };
  // Index into starts_; absent: hashes_.size().
  std::size_t find(std::uint32_t hash) const;
  // Of a feature that `found` examples have.
  float idf(std::size_t found) const;

  std::size_t examples_ = 0;
  std::vector<std::uint32_t> hashes_;  // in order
  std::vector<std::uint32_t> starts_;  // of each feature's postings, and one past the last
  std::vector<Posting> postings_;
};

}  // namespace parley
