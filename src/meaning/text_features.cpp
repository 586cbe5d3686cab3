// SPDX-License-Identifier: Apache-2.0
#include "text_features.hpp"

#include <algorithm>
#include <string_view>

namespace parley {
namespace {

constexpr std::size_t kMaxBytes = 512;

// FNV-1a; kinds keep a word apart from the same letters as a piece of another.
std::uint32_t hash_of(char kind, std::string_view text) {
  std::uint32_t hash = (2166136261U ^ static_cast<unsigned char>(kind)) * 16777619U;
  for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 16777619U;
  return hash;
}

}  // namespace

std::vector<TextFeature> text_features(const std::vector<std::string>& words) {
  std::vector<std::uint32_t> hashes;
  std::size_t bytes = 0;
  const std::string* before = nullptr;
  std::string padded;
  for (const auto& word : words) {
    bytes += word.size() + 1;
    if (bytes > kMaxBytes) break;
    hashes.push_back(hash_of('w', word));
    padded.assign(before == nullptr ? "" : *before).append(1, ' ').append(word);
    if (before != nullptr) hashes.push_back(hash_of('b', padded));
    padded.assign(1, ' ').append(word).append(1, ' ');
    for (std::size_t length = 2; length <= 5; ++length)
      for (std::size_t at = 0; at + length <= padded.size(); ++at)
        hashes.push_back(hash_of('c', std::string_view(padded).substr(at, length)));
    before = &word;
  }
  std::sort(hashes.begin(), hashes.end());
  std::vector<TextFeature> features;
  for (const auto hash : hashes) {
    if (features.empty() || features.back().hash != hash) features.push_back({hash, 0});
    features.back().count += 1;
  }
  return features;
}

}  // namespace parley
