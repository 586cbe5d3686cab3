// SPDX-License-Identifier: Apache-2.0
// A rate for each of many keys, in bounded memory; after a pause, a minute's worth may come at once.
#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "parley/core/time.hpp"

namespace parley {

class TokenBucket {
 public:
  TokenBucket(std::uint32_t per_minute, Instant now);

  bool has_token(Instant now);
  // After has_token().
  void take() { tokens_ -= 1; }

 private:
  double per_minute_;
  double tokens_;
  Instant filled_;
};

// Buckets of the keys that were used last. A key that was dropped for room comes back with a full bucket: memory is
// bounded, and a flood of new keys is held by the bucket of their organization.
class KeyedBuckets {
 public:
  // `per_minute` 0: no limit, nothing is kept.
  KeyedBuckets(std::uint32_t per_minute, std::size_t most);

  // Null: no limit. Valid until the next call.
  TokenBucket* of(const std::string& key, Instant now);
  std::size_t size() const { return places_.size(); }

 private:
  struct Entry {
    std::string key;
    TokenBucket bucket;
  };

  std::uint32_t per_minute_;
  std::size_t most_;
  std::list<Entry> entries_;  // used last first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> places_;
};

}  // namespace parley
