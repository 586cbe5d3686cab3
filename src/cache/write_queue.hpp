// SPDX-License-Identifier: Apache-2.0
// Values on their way to Redis, bounded by number and bytes. Thread-safe; the newest is refused when it is full.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "parley/cache/cache_use.hpp"

namespace parley {

struct CacheWrite {
  CacheUse use = CacheUse::reply;
  std::string organization;
  std::string key;
  std::string value;
  std::uint64_t generation = 0;  // near, when the value was begun

  std::size_t size() const { return organization.size() + key.size() + value.size(); }
};

class WriteQueue {
 public:
  WriteQueue(std::size_t writes, std::size_t bytes) : most_(writes), most_bytes_(bytes) {}

  enum class Offer { refused, waiting, first };  // first: whoever writes may be asleep
  Offer offer(CacheWrite write) {
    const std::lock_guard lock(mutex_);
    if (writes_.size() >= most_ || bytes_ + write.size() > most_bytes_) return Offer::refused;
    bytes_ += write.size();
    writes_.push_back(std::move(write));
    return writes_.size() == 1 ? Offer::first : Offer::waiting;
  }
  std::optional<CacheWrite> pop() {
    const std::lock_guard lock(mutex_);
    if (writes_.empty()) return std::nullopt;
    auto write = std::move(writes_.front());
    writes_.pop_front();
    bytes_ -= write.size();
    return write;
  }

 private:
  const std::size_t most_;
  const std::size_t most_bytes_;
  std::mutex mutex_;
  std::deque<CacheWrite> writes_;
  std::size_t bytes_ = 0;
};

}  // namespace parley
