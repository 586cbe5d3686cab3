// SPDX-License-Identifier: Apache-2.0
// Normalised examples → the pattern they belong to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "courtesies.hpp"
#include "parley/core/organization.hpp"

namespace parley {

class ExactPhrases {
 public:
  // Examples of active patterns. Faults are appended, one sentence each, naming pattern and example.
  ExactPhrases(const std::vector<Pattern>& patterns, std::vector<std::string>& faults);

  // Index of the pattern. `words` without emphasis; with its courtesies or without them.
  std::optional<std::uint32_t> find(const std::vector<std::string>& words, Core core) const;

 private:
  static constexpr std::uint32_t kSeveral = UINT32_MAX;
  std::unordered_map<std::string, std::uint32_t> patterns_;
};

}  // namespace parley
