// SPDX-License-Identifier: Apache-2.0
#include "text_check.hpp"

namespace parley {
namespace {

// Length of the character that begins here; 0: none does.
std::size_t character(std::string_view text) {
  const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
  const auto follows = [&](std::size_t at, unsigned low = 0x80, unsigned high = 0xbf) {
    return byte(at) >= low && byte(at) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const unsigned low = first == 0xe0 ? 0xa0 : 0x80;   // no overlong forms
    const unsigned high = first == 0xed ? 0x9f : 0xbf;  // no surrogates
    return follows(1, low, high) && follows(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const unsigned low = first == 0xf0 ? 0x90 : 0x80;
    const unsigned high = first == 0xf4 ? 0x8f : 0xbf;
    return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::optional<TextFault> check_text_bytes(std::string_view text) {
  int line = 1;
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text.front());
    const auto length = character(text);
    if (length == 0) return TextFault{line, "byte " + std::to_string(byte) + " is not UTF-8"};
    if ((byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t') || byte == 0x7f) {
      return TextFault{line, "control byte " + std::to_string(byte) + " in the text"};
    }
    if (byte == '\n') ++line;
    text.remove_prefix(length);
  }
  return std::nullopt;
}

}  // namespace parley
