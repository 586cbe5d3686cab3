// SPDX-License-Identifier: Apache-2.0
#include "token_buckets.hpp"

#include <algorithm>
#include <cmath>

namespace parley {

TokenVerdict TokenBuckets::take(std::string_view who, Instant now) {
  auto& bucket = bucket_of(who, now);
  const double passed = std::max(0.0, std::chrono::duration<double>(now - bucket.counted).count());
  bucket.level = std::min(rate_.burst, bucket.level + passed * rate_.per_second);
  bucket.counted = now;
  TokenVerdict verdict;
  verdict.allowed = bucket.level >= 1;
  if (verdict.allowed) bucket.level -= 1;
  const auto seconds_to = [&](double level) {
    return static_cast<unsigned>(std::ceil(std::max(0.0, level - bucket.level) / rate_.per_second));
  };
  verdict.burst = static_cast<unsigned>(rate_.burst);
  verdict.remaining = static_cast<unsigned>(bucket.level);
  verdict.full_in_s = seconds_to(rate_.burst);
  verdict.again_in_s = seconds_to(1);
  verdict.window_s = std::max(1U, static_cast<unsigned>(std::ceil(rate_.burst / rate_.per_second)));
  return verdict;
}

TokenBuckets::Bucket& TokenBuckets::bucket_of(std::string_view who, Instant now) {
  const auto place = places_.find(who);
  if (place != places_.end()) {
    buckets_.splice(buckets_.begin(), buckets_, place->second);
    return buckets_.front();
  }
  if (places_.size() >= most_ && !buckets_.empty()) {
    places_.erase(buckets_.back().who);
    buckets_.pop_back();
  }
  buckets_.push_front(Bucket{std::string(who), rate_.burst, now});
  places_.emplace(buckets_.front().who, buckets_.begin());
  return buckets_.front();
}

}  // namespace parley
