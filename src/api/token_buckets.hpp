// SPDX-License-Identifier: Apache-2.0
// How much each of many clients may ask for: one bucket of tokens each, filled with time. The table is bounded: whoever
// was not seen longest gives way, and begins with a full bucket when seen again.
#pragma once

#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "parley/core/time.hpp"

namespace parley {

struct RequestRate {
  double per_second = 100;
  double burst = 200;

  friend bool operator==(const RequestRate&, const RequestRate&) = default;
};

struct TokenVerdict {
  bool allowed = true;
  unsigned burst = 0;       // the whole bucket
  unsigned remaining = 0;   // whole tokens
  unsigned full_in_s = 0;   // until the bucket is full again, rounded up
  unsigned again_in_s = 0;  // until there is a token, rounded up; 0 when there is one
  unsigned window_s = 1;    // in which an empty bucket fills
};

class TokenBuckets {
 public:
  TokenBuckets(RequestRate rate, std::size_t most) : rate_(rate), most_(most) {}

  TokenVerdict take(std::string_view who, Instant now);
  // From the next take() on; levels stay within the new burst.
  void set(RequestRate rate) { rate_ = rate; }
  const RequestRate& rate() const { return rate_; }
  std::size_t size() const { return places_.size(); }

 private:
  struct Bucket {
    std::string who;
    double level;
    Instant counted;
  };
  Bucket& bucket_of(std::string_view who, Instant now);

  RequestRate rate_;
  std::size_t most_;
  std::list<Bucket> buckets_;                                                 // seen last first
  std::unordered_map<std::string_view, std::list<Bucket>::iterator> places_;  // keys live in buckets_
};

}  // namespace parley
