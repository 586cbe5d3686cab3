// SPDX-License-Identifier: Apache-2.0
// Weight files made by tests, and vocabularies.
#pragma once

#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parley/core/sha256.hpp"
#include "weight_file.hpp"

namespace parley::encoder {

template <class Number>
std::string bytes_of(Number number) {
  std::string bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

using NamedBytes = std::vector<std::pair<std::string, std::string>>;

// Puts the right checksum on what was changed.
inline void sign(std::string& file) {
  const auto hex = sha256_hex(std::string_view(file).substr(kWeightHeaderBytes));
  for (std::size_t i = 0; i < 32; ++i) file[24 + i] = static_cast<char>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
}

inline std::string weight_file(const NamedBytes& sections) {
  std::string table;
  std::string body;
  const auto start = kWeightHeaderBytes + sections.size() * kWeightSectionBytes;
  for (const auto& [name, content] : sections) {
    auto row = name;
    row.resize(40);
    row += bytes_of<std::uint64_t>(start + body.size()) + bytes_of<std::uint64_t>(content.size());
    row.resize(kWeightSectionBytes);
    table += row;
    body += content;
    body.resize((body.size() + kWeightAlignment - 1) / kWeightAlignment * kWeightAlignment);
  }
  std::string file = "PARLEYEN" + bytes_of<std::uint32_t>(1) +
                     bytes_of<std::uint32_t>(static_cast<std::uint32_t>(sections.size())) +
                     bytes_of<std::uint64_t>(start + body.size());
  file.resize(kWeightHeaderBytes);
  file += table + body;
  sign(file);
  return file;
}

// The sections `pieces` and `scores` of a vocabulary, six reserved pieces before the given ones.
inline std::pair<std::string, std::string> vocabulary(const std::vector<std::pair<std::string_view, double>>& pieces) {
  std::string texts;
  std::string scores;
  const auto add = [&](std::string_view piece, double score) {
    texts += static_cast<char>(piece.size());
    texts += piece;
    scores += bytes_of(score);
  };
  for (const auto* reserved : {"\xef\xbf\xbd", "<s>", "</s>", "<1>", "<2>", "<3>"}) add(reserved, 0);
  for (const auto& [piece, score] : pieces) add(piece, score);
  return {texts, scores};
}

}  // namespace parley::encoder
