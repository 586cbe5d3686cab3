// SPDX-License-Identifier: Apache-2.0
// All words and runs of words that an organization's rules look for, found in one pass over an utterance.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace parley {

using TermId = std::uint32_t;

// Where a term stands: `count` words from word `first`.
struct TermHit {
  TermId term;
  std::uint32_t first;
  std::uint32_t count;

  friend bool operator==(const TermHit&, const TermHit&) = default;
};

class TermTrie {
 public:
  // The same words give the same id. `words` is not empty.
  TermId add(const std::vector<std::string>& words);
  // Ordered by position, shorter before longer. Overlapping terms are all found.
  std::vector<TermHit> find(const std::vector<std::string>& words) const;
  std::size_t size() const { return terms_; }

 private:
  static constexpr std::uint32_t kUnknown = UINT32_MAX;
  static constexpr TermId kNoTerm = UINT32_MAX;

  struct TransparentHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  static std::uint64_t edge(std::uint32_t node, std::uint32_t word) { return (std::uint64_t{node} << 32) | word; }

  std::unordered_map<std::string, std::uint32_t, TransparentHash, std::equal_to<>> words_;
  std::unordered_map<std::uint64_t, std::uint32_t> next_;  // edge → node; node 0 is the start of a term
  std::vector<TermId> ends_{kNoTerm};                      // per node
  std::uint32_t terms_ = 0;
};

}  // namespace parley
