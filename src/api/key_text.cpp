// SPDX-License-Identifier: Apache-2.0
#include "key_text.hpp"

#include <algorithm>
#include <array>

namespace parley {
namespace {

constexpr std::string_view kPrefix = "parley_";
constexpr std::size_t kIdDigits = 32;
constexpr std::size_t kSecretDigits = 48;
constexpr std::string_view kDigits = "0123456789abcdef";

std::string hex(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return kDigits.find(c) != std::string_view::npos; });
}

}  // namespace

std::string make_key_text(const Uuid& id, std::span<const std::uint8_t, 24> secret) {
  return std::string(kPrefix) + hex(id.bytes()) + "_" + hex(secret);
}

std::optional<Uuid> id_of_key_text(std::string_view text) {
  if (text.size() != kPrefix.size() + kIdDigits + 1 + kSecretDigits || !text.starts_with(kPrefix)) return std::nullopt;
  const auto id = text.substr(kPrefix.size(), kIdDigits);
  if (!is_hex(id) || text[kPrefix.size() + kIdDigits] != '_' || !is_hex(text.substr(text.size() - kSecretDigits))) {
    return std::nullopt;
  }
  Uuid::Bytes bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto high = kDigits.find(id[2 * i]);
    const auto low = kDigits.find(id[2 * i + 1]);
    bytes[i] = static_cast<std::uint8_t>(high << 4U | low);
  }
  return Uuid(bytes);
}

}  // namespace parley
