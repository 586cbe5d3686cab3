// SPDX-License-Identifier: Apache-2.0
#include "token_bucket.hpp"

#include <algorithm>

namespace parley {

TokenBucket::TokenBucket(std::uint32_t per_minute, Instant now)
    : per_minute_(per_minute), tokens_(per_minute), filled_(now) {}

bool TokenBucket::has_token(Instant now) {
  // Threads may bring their instants out of order.
  if (now > filled_) {
    const std::chrono::duration<double, std::ratio<60>> minutes = now - filled_;
    tokens_ = std::min(per_minute_, tokens_ + per_minute_ * minutes.count());
    filled_ = now;
  }
  return tokens_ >= 1;
}

KeyedBuckets::KeyedBuckets(std::uint32_t per_minute, std::size_t most)
    : per_minute_(per_minute), most_(std::max<std::size_t>(most, 1)) {}

TokenBucket* KeyedBuckets::of(const std::string& key, Instant now) {
  if (per_minute_ == 0) return nullptr;
  if (const auto known = places_.find(key); known != places_.end()) {
    entries_.splice(entries_.begin(), entries_, known->second);
    return &entries_.front().bucket;
  }
  if (entries_.size() == most_) {
    places_.erase(entries_.back().key);
    entries_.pop_back();
  }
  entries_.push_front({key, TokenBucket(per_minute_, now)});
  places_.emplace(entries_.front().key, entries_.begin());
  return &entries_.front().bucket;
}

}  // namespace parley
