// SPDX-License-Identifier: Apache-2.0
// How alike two texts are: 1 minus the share of letters to delete and to insert, by the bit-parallel longest common
// subsequence of Hyyrö (2004), 64 letters a step.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace parley {

// One text prepared for comparison with many.
class BitRatio {
 public:
  static constexpr std::size_t kMaxBytes = 512;

  // Only the first kMaxBytes of `text` count.
  explicit BitRatio(std::string_view text);

  // 2 · common subsequence / sum of the lengths, 0–1; two empty texts are 1. 0 when it cannot reach `least`.
  double ratio(std::string_view other, double least = 0) const;

 private:
  std::size_t common(std::string_view other) const;

  std::size_t size_;
  std::size_t blocks_;
  std::vector<std::uint64_t> places_;  // [byte · blocks_ + block]: where the byte stands in the text
};

}  // namespace parley
