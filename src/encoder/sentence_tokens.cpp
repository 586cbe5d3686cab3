// SPDX-License-Identifier: Apache-2.0
#include "sentence_tokens.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>

#include "parley/core/utf8.hpp"

namespace parley::encoder {

namespace {

constexpr std::string_view kSpace = "\xe2\x96\x81";  // U+2581

// utf8proc allocates with malloc.
struct Free {
  void operator()(utf8proc_uint8_t* memory) const { std::free(memory); }
};

Error refused(const char* why) { return {Fault::invalid_input, why}; }

// The longest start of `text` of whole characters within the bound.
Result<std::string_view> readable(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size()) {
    const auto length = utf8_length(text.substr(end));
    if (length == 0) return refused("the text is no UTF-8");
    if (end + length > kMostTextBytes) break;
    end += length;
  }
  return text.substr(0, end);
}

Result<std::string> composed(std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::ranges::all_of(text, is_ascii)) return std::string(text);
  utf8proc_uint8_t* mapped = nullptr;
  const auto length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                   &mapped, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT));
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(mapped);
  if (length < 0) return refused("the text is no UTF-8");
  return std::string(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
}

}  // namespace

Result<std::vector<std::uint32_t>> sentence_tokens(std::string_view text, const Pieces& pieces) {
  const auto read = readable(text);
  if (!read) return read.error();
  const auto normal = composed(*read);
  if (!normal) return normal.error();
  // Some characters become eighteen others.
  const auto taken = readable(*normal);
  if (!taken) return taken.error();

  std::string marked(kSpace);
  for (const auto c : *taken) {
    if (c == ' ') {
      marked += kSpace;
    } else {
      marked += c;
    }
  }
  auto ids = pieces.divide(marked);
  if (ids.size() > kMostTokens) ids.resize(kMostTokens);
  const auto spaces = pieces.divide(kSpace);
  const auto says_nothing = [&](std::uint32_t id) { return id == kUnknownPiece || id == spaces.front(); };
  if (std::ranges::all_of(ids, says_nothing)) return refused("the text has nothing that the encoder knows");
  return ids;
}

}  // namespace parley::encoder
