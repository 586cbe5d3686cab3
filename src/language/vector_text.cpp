// SPDX-License-Identifier: Apache-2.0
#include "vector_text.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "parley/core/base64.hpp"

namespace parley {

static_assert(std::endian::native == std::endian::little);

std::string vector_text(std::span<const float> values) {
  std::vector<std::uint8_t> bytes(values.size_bytes());
  if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  std::string text;
  base64_append(bytes, text);
  return text;
}

std::optional<std::vector<float>> vector_from_text(std::string_view text) {
  std::vector<std::uint8_t> bytes(base64_room(text));
  const auto written = base64_decode(text, bytes);
  if (!written || *written % sizeof(float) != 0) return std::nullopt;
  std::vector<float> values(*written / sizeof(float));
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), *written);
  return values;
}

bool to_unit(std::vector<float>& values) {
  double square = 0;
  for (const auto value : values) square += static_cast<double>(value) * static_cast<double>(value);
  if (!std::isfinite(square) || square < 1e-12) return false;
  const auto length = static_cast<float>(std::sqrt(square));
  for (auto& value : values) value /= length;
  return true;
}

}  // namespace parley
