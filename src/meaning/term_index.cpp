// SPDX-License-Identifier: Apache-2.0
#include "term_index.hpp"

#include <algorithm>
#include <cmath>

namespace parley {
namespace {

constexpr float kUnit = 65535.F;

float weight_of(float count, float idf) { return (1 + std::log(count)) * idf; }

}  // namespace

TermIndex::TermIndex(const std::vector<std::vector<TextFeature>>& examples) : examples_(examples.size()) {
  for (const auto& features : examples)
    for (const auto& feature : features) hashes_.push_back(feature.hash);
  std::sort(hashes_.begin(), hashes_.end());
  std::vector<std::uint32_t> counts;
  std::size_t kept = 0;
  for (std::size_t at = 0; at < hashes_.size(); ++at) {
    if (kept == 0 || hashes_[kept - 1] != hashes_[at]) {
      hashes_[kept++] = hashes_[at];
      counts.push_back(0);
    }
    ++counts.back();
  }
  hashes_.resize(kept);
  hashes_.shrink_to_fit();
  starts_.reserve(kept + 1);
  starts_.push_back(0);
  for (const auto count : counts) starts_.push_back(starts_.back() + count);
  postings_.resize(starts_.back());
  std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
  std::vector<std::pair<std::size_t, float>> weights;
  for (std::size_t example = 0; example < examples.size(); ++example) {
    float square = 0;
    weights.clear();
    for (const auto& feature : examples[example]) {
      const auto at = find(feature.hash);
      const auto weight = weight_of(feature.count, idf(starts_[at + 1] - starts_[at]));
      weights.emplace_back(at, weight);
      square += weight * weight;
    }
    const auto scale = square > 0 ? kUnit / std::sqrt(square) : 0;
    for (const auto& [at, weight] : weights)
      postings_[next[at]++] = {static_cast<std::uint16_t>(example), static_cast<std::uint16_t>(weight * scale + 0.5F)};
  }
}

float TermIndex::idf(std::size_t found) const {
  return std::log((1 + static_cast<float>(examples_)) / (1 + static_cast<float>(found))) + 1;
}

std::size_t TermIndex::find(std::uint32_t hash) const {
  const auto place = std::lower_bound(hashes_.begin(), hashes_.end(), hash);
  return place == hashes_.end() || *place != hash ? hashes_.size() : static_cast<std::size_t>(place - hashes_.begin());
}

void TermIndex::cosines(const std::vector<TextFeature>& features, std::span<float> out) const {
  std::fill(out.begin(), out.end(), 0.F);
  float square = 0;
  for (const auto& feature : features) {
    const auto at = find(feature.hash);
    const auto first = at < hashes_.size() ? starts_[at] : 0;
    const auto last = at < hashes_.size() ? starts_[at + 1] : 0;
    const auto weight = weight_of(feature.count, idf(last - first));
    square += weight * weight;
    for (auto posting = first; posting < last; ++posting)
      out[postings_[posting].example] += weight * static_cast<float>(postings_[posting].weight);
  }
  if (square == 0) return;
  const auto scale = 1 / (kUnit * std::sqrt(square));
  for (auto& cosine : out) cosine *= scale;
}

std::size_t TermIndex::bytes() const {
  return hashes_.capacity() * sizeof(hashes_[0]) + starts_.capacity() * sizeof(starts_[0]) +
         postings_.capacity() * sizeof(Posting);
}

}  // namespace parley
