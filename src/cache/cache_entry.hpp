// SPDX-License-Identifier: Apache-2.0
// A value as it stands in Redis: JSON that says whose it is and what for, so that only its own reader takes it.
#pragma once

#include <string>
#include <string_view>

#include "parley/cache/cache_use.hpp"

namespace parley {

struct CacheAddress {
  CacheUse use = CacheUse::reply;
  std::string_view organization;
  std::string_view key;
  std::string_view generation;  // of the organization; another one after something of it was forgotten
};

// Values that are no UTF-8 (audio) are written in base64.
std::string write_cache_entry(const CacheAddress& address, std::string_view value);

enum class EntryVerdict {
  good,
  outdated,  // of another generation
  damaged,   // no such JSON, of another schema version, use, organization or key, or its digest is wrong
};

struct CacheEntry {
  EntryVerdict verdict = EntryVerdict::damaged;
  std::string value;  // when good
};
CacheEntry read_cache_entry(std::string_view text, const CacheAddress& expected);

}  // namespace parley
