// SPDX-License-Identifier: Apache-2.0
#include "cache_entry.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <utility>

#include "parley/core/base64.hpp"
#include "parley/core/sha256.hpp"
#include "parley/core/utf8.hpp"

namespace parley {
namespace {

using Json = nlohmann::json;

constexpr int kSchemaVersion = 1;
constexpr std::size_t kLongest = 32U << 20U;  // bytes of JSON that are looked at

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool says(const Json& entry, const char* member, std::string_view expected) {
  const auto found = entry.find(member);
  return found != entry.end() && found->is_string() && found->get_ref<const std::string&>() == expected;
}

std::string in_base64(std::string_view value) {
  std::string text;
  base64_append({reinterpret_cast<const std::uint8_t*>(value.data()), value.size()}, text);
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string value(base64_room(text), '\0');
  const auto length = base64_decode(text, {reinterpret_cast<std::uint8_t*>(value.data()), value.size()});
  if (!length) return std::nullopt;
  value.resize(*length);
  return value;
}

std::optional<std::string> value_of(Json& entry) {
  for (const bool plain : {true, false}) {
    const auto found = entry.find(plain ? "text" : "bytes");
    if (found == entry.end() || !found->is_string()) continue;
    auto& text = found->get_ref<std::string&>();
    return plain ? std::optional(std::move(text)) : from_base64(text);
  }
  return std::nullopt;
}

}  // namespace

std::string write_cache_entry(const CacheAddress& address, std::string_view value) {
  Json entry{{"v", kSchemaVersion}, {"use", name_of(address.use)},      {"organization", address.organization},
             {"key", address.key},  {"generation", address.generation}, {"digest", sha256_hex(value)}};
  if (is_utf8(value)) {
    entry["text"] = value;
  } else {
    entry["bytes"] = in_base64(value);
  }
  return entry.dump(-1, ' ', false, Json::error_handler_t::replace);
}

CacheEntry read_cache_entry(std::string_view text, const CacheAddress& expected) {
  if (text.size() > kLongest) return {};
  auto entry = Json::parse(text, nullptr, false);
  if (!entry.is_object()) return {};
  const auto version = entry.find("v");
  if (version == entry.end() || !version->is_number_integer() || *version != kSchemaVersion) return {};
  if (!says(entry, "use", name_of(expected.use)) || !says(entry, "organization", expected.organization) ||
      !says(entry, "key", expected.key)) {
    return {};
  }
  auto value = value_of(entry);
  if (!value || !says(entry, "digest", sha256_hex(*value))) return {};
  if (!says(entry, "generation", expected.generation)) return {EntryVerdict::outdated, {}};
  return {EntryVerdict::good, std::move(*value)};
}

}  // namespace parley
