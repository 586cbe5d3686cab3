// SPDX-License-Identifier: Apache-2.0
// Which of many short texts share most letters in a row with another: those worth a closer look.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace parley {

class TrigramShortlist {
 public:
  // Texts are known by their index. Only the first kMaxBytes of each count.
  explicit TrigramShortlist(const std::vector<std::string>& texts);

  // At most `most`, those with most trigrams in common first. Only texts of `shortest` to `longest` bytes.
  std::vector<std::uint32_t> find(std::string_view text, std::size_t most, std::size_t shortest,
                                  std::size_t longest) const;

 private:
  static constexpr std::size_t kMaxBytes = 512;

  // Texts by rising length, so that a span of lengths is a span of places.
  std::vector<std::uint32_t> by_length_;  // place → index
  std::vector<std::uint32_t> lengths_;    // of each place
  // Trigram → [first, last) of places_, rising.
  std::unordered_map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> spans_;
  std::vector<std::uint32_t> places_;
};

}  // namespace parley
