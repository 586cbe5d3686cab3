// SPDX-License-Identifier: Apache-2.0
// A unigram vocabulary (SentencePiece) as the published tokenizer of the encoder reads it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/core/result.hpp"

namespace parley::encoder {

// Id of a run of characters that no piece covers.
inline constexpr std::uint32_t kUnknownPiece = 0;

class Pieces {
 public:
  // `pieces`: for each its length in one byte and its UTF-8; `scores`: a little-endian double for each. The first six
  // are reserved and match no text. Errors say what is wrong, in words that follow "FILE ".
  static Result<Pieces> read(std::string_view pieces, std::string_view scores);

  // The likeliest division of `text`, which is well-formed UTF-8 with U+2581 for every space. Work is bounded by its
  // length times that of the longest piece.
  std::vector<std::uint32_t> divide(std::string_view text) const;

  std::size_t size() const { return scores_.size(); }

 private:
  struct Node {
    std::uint32_t first_child = 0;
    std::uint32_t children = 0;
    std::optional<std::uint32_t> piece;
  };

  Pieces() = default;
  void plant(const std::vector<std::string_view>& pieces);
  // 0: none; the root is nobody's child.
  std::uint32_t child(std::uint32_t node, unsigned char byte) const;

  // Nodes of a trie over bytes, siblings side by side in the order of their bytes.
  std::vector<Node> nodes_;
  std::vector<unsigned char> bytes_;
  std::array<std::uint32_t, 256> first_{};  // the root's children
  std::vector<double> scores_;
};

}  // namespace parley::encoder
