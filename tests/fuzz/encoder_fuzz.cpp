// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "encoder/sentence_tokens.hpp"
#include "encoder/use_lite_weights.hpp"
#include "encoder/weight_file.hpp"
#include "parley/core/sha256.hpp"

namespace {

namespace encoder = parley::encoder;

// With the length and the checksum made right, so that what follows them is reached.
std::string signed_file(std::string file) {
  if (file.size() < encoder::kWeightHeaderBytes) return file;
  const auto size = static_cast<std::uint64_t>(file.size());
  std::memcpy(file.data() + 16, &size, sizeof size);
  const auto hex = parley::sha256_hex(std::string_view(file).substr(encoder::kWeightHeaderBytes));
  for (std::size_t i = 0; i < 32; ++i) file[24 + i] = static_cast<char>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
  return file;
}

void read_file(const std::string& file) {
  const auto sections = encoder::read_weight_sections(file);
  if (!sections) return;
  for (const auto& [name, content] : *sections) {
    if (content.data() < file.data() || content.data() + content.size() > file.data() + file.size()) std::abort();
  }
  static_cast<void>(encoder::read_use_lite(*sections));
}

const encoder::Pieces& few_pieces() {
  static const auto pieces = [] {
    constexpr std::string_view kPieces[] = {"u",
                                            "s",
                                            "e",
                                            "x",
                                            "y",
                                            "z",
                                            "\xe2\x96\x81",
                                            "\xe2\x96\x81"
                                            "a",
                                            "a",
                                            "ab",
                                            "bc",
                                            "\xc3\xa9"};
    std::string texts;
    std::string scores;
    double score = 0;
    for (const auto piece : kPieces) {
      texts += static_cast<char>(piece.size());
      texts += piece;
      scores.append(reinterpret_cast<const char*>(&score), sizeof score);
      score -= 1;
    }
    return *encoder::Pieces::read(texts, scores);
  }();
  return pieces;
}

void divide(const encoder::Pieces& pieces, std::string_view text) {
  const auto ids = encoder::sentence_tokens(text, pieces);
  if (!ids) return;
  if (ids->empty() || ids->size() > encoder::kMostTokens) std::abort();
  for (const auto id : *ids) {
    if (id >= pieces.size()) std::abort();
  }
}

}  // namespace

// A weight file, a text, or a vocabulary with a text: nothing is read that is not there, work and tokens are bounded.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const std::string input(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4) {
    case 0:
      read_file(input);
      break;
    case 1:
      read_file(signed_file(input));
      break;
    case 2:
      divide(few_pieces(), input);
      break;
    case 3: {
      const auto count = 6 + data[1] % 10;
      const std::string scores(static_cast<std::size_t>(count) * sizeof(double), '\0');
      const std::string_view rest = std::string_view(input).substr(1);
      const auto half = rest.size() / 2;
      if (const auto pieces = encoder::Pieces::read(rest.substr(0, half), scores)) divide(*pieces, rest.substr(half));
      break;
    }
  }
  return 0;
}
