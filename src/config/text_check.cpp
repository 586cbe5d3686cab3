// SPDX-License-Identifier: Apache-2.0
#include "text_check.hpp"

#include "parley/core/utf8.hpp"

namespace parley {

std::optional<TextFault> check_text_bytes(std::string_view text) {
  int line = 1;
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text.front());
    const auto length = utf8_length(text);
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
