// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parley/cache/cache_use.hpp"

namespace parley {

// Everything that an answer depends on. What does not matter for a use stays empty.
struct CacheQuestion {
  CacheUse use = CacheUse::reply;
  std::string_view organization = {};
  std::string_view language = {};
  std::string_view journey = {};        // where in the call it was asked, when the answer depends on that
  std::string_view configuration = {};  // version of the organization's configuration
  std::string_view content = {};        // the normalised text, name and arguments of a tool, voice and words
};

// SHA-256 over all of it in 64 hexadecimal digits; no two different questions give the same bytes to hash.
std::string cache_key(const CacheQuestion& question);

// Where what is known of a caller stands, as CacheUse::tool_result: the number with or without its plus.
std::string caller_cache_key(std::string_view number);

}  // namespace parley
