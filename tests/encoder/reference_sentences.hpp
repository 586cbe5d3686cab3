// SPDX-License-Identifier: Apache-2.0
// What the published encoder says of sixty sentences, from ../shared beside the repository; absent, tests that need it
// are skipped. The model file is what scripts/setup fetches.
#pragma once

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

namespace parley::encoder {

inline const std::filesystem::path kModel = std::filesystem::path(PARLEY_SOURCE_DIR) / ".parley/models/use_lite.parley";
inline const std::filesystem::path kReference =
    std::filesystem::path(PARLEY_SOURCE_DIR) / "../shared/data/encoder/reference.json";

struct ReferenceSentence {
  std::string text;
  std::vector<std::uint32_t> ids;
  std::vector<float> vector;
};

inline std::vector<ReferenceSentence> reference_sentences() {
  std::vector<ReferenceSentence> result;
  std::ifstream file(kReference);
  const auto reference = nlohmann::json::parse(file);
  for (const auto& item : reference.at("items")) {
    result.push_back({item.at("text"), item.at("ids"), item.at("vector")});
  }
  return result;
}

inline double cosine(std::span<const float> a, std::span<const float> b) {
  double dot = 0;
  double aa = 0;
  double bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    dot += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    aa += static_cast<double>(a[i]) * static_cast<double>(a[i]);
    bb += static_cast<double>(b[i]) * static_cast<double>(b[i]);
  }
  return dot / std::sqrt(aa * bb);
}

}  // namespace parley::encoder
