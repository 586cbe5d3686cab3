// SPDX-License-Identifier: Apache-2.0
#include "parley/encoder/known_vectors.hpp"

#include <algorithm>
#include <limits>

namespace parley {

KnownVectors::KnownVectors(std::string id, std::size_t dimensions,
                           std::map<std::string, std::vector<float>, std::less<>> vectors)
    : id_(std::move(id)), dimensions_(dimensions), vectors_(std::move(vectors)) {
  std::erase_if(vectors_, [&](const auto& one) { return one.second.size() != dimensions_; });
}

std::size_t KnownVectors::max_tokens() const { return std::numeric_limits<std::size_t>::max(); }

Result<void> KnownVectors::features(std::string_view text, std::span<float> out) const {
  const auto known = vectors_.find(text);
  if (known == vectors_.end()) return Error{Fault::not_found, "no vector was fetched for '" + std::string(text) + "'"};
  std::copy(known->second.begin(), known->second.end(), out.begin());
  return {};
}

}  // namespace parley
