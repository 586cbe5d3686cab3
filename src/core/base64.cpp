// SPDX-License-Identifier: Apache-2.0
#include "parley/core/base64.hpp"

#include <openssl/evp.h>

namespace parley {

std::optional<std::size_t> base64_decode(std::string_view text, std::span<std::uint8_t> out) {
  if (text.empty()) return 0;
  // The library passes over blanks and line breaks, which are no base64 here.
  if (text.size() % 4 != 0 || text.find_first_of(" \t\r\n-") != std::string_view::npos) return std::nullopt;
  if (out.size() < base64_room(text)) return std::nullopt;
  const int padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  if (const auto first = text.find('='); first != std::string_view::npos) {
    if (first + static_cast<std::size_t>(padding) != text.size()) return std::nullopt;
  }
  const auto* in = reinterpret_cast<const unsigned char*>(text.data());
  const int length = EVP_DecodeBlock(out.data(), in, static_cast<int>(text.size()));
  if (length < padding) return std::nullopt;
  return static_cast<std::size_t>(length - padding);
}

void base64_append(std::span<const std::uint8_t> bytes, std::string& out) {
  const auto before = out.size();
  out.resize(before + (bytes.size() + 2) / 3 * 4 + 1);  // and the zero that the library writes
  auto* place = reinterpret_cast<unsigned char*>(out.data() + before);
  const int length = EVP_EncodeBlock(place, bytes.data(), static_cast<int>(bytes.size()));
  out.resize(before + static_cast<std::size_t>(length));
}

}  // namespace parley
