// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace parley {

// What a cached value is; values of one use are never served for another.
enum class CacheUse : std::uint8_t { reply, embedding, tool_result, audio };

inline constexpr std::array kCacheUses{CacheUse::reply, CacheUse::embedding, CacheUse::tool_result, CacheUse::audio};

constexpr std::size_t place_of(CacheUse use) { return static_cast<std::size_t>(use); }

// As in keys, meters and JSON.
constexpr std::string_view name_of(CacheUse use) {
  constexpr std::array<std::string_view, kCacheUses.size()> kNames{"reply", "embedding", "tool_result", "audio"};
  return kNames[place_of(use)];
}

}  // namespace parley
