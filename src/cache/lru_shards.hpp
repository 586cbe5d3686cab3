// SPDX-License-Identifier: Apache-2.0
// Values near, by use, organization and key; the least recently used go for room. Thread-safe: each shard has a lock
// of its own that is held for a lookup, never for a copy of a value.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parley/cache/cache_use.hpp"
#include "parley/core/meters.hpp"
#include "parley/core/time.hpp"

namespace parley {

// What is in there, by use; all of them outlive the shards.
struct NearTally {
  Gauge* entries = nullptr;
  Gauge* bytes = nullptr;
  Counter* evicted = nullptr;
};

class LruShards {
 public:
  struct Bounds {
    std::size_t entries = 0;
    std::size_t bytes = 0;  // of keys, values and kEntryCost each
    Duration ttl{};
  };
  struct Name {
    CacheUse use = CacheUse::reply;
    std::string_view organization;
    std::string_view key;

    friend bool operator==(const Name&, const Name&) = default;
  };
  // Owners: the shard and those who read it just now.
  using Value = std::shared_ptr<const std::string>;
  static constexpr std::size_t kEntryCost = 256;

  LruShards(Bounds bounds, std::array<NearTally, kCacheUses.size()> tally);

  // Null: nothing that is still good.
  Value find(const Name& name, Instant now);
  // False: too big, or forgotten since `generation` was read.
  bool put(const Name& name, std::string value, Instant now, std::uint64_t generation);
  // Rises when something of the organization is forgotten; read it before the value is made.
  std::uint64_t generation(std::string_view organization) const;
  void forget(std::string_view organization);

 private:
  struct Entry {
    CacheUse use;
    std::string organization;
    std::string key;
    Value value;
    std::size_t cost;
    std::uint64_t generation;
    Instant expires;
  };
  struct HashOfName {
    std::size_t operator()(const Name& name) const noexcept;
  };
  struct alignas(64) Shard {
    std::mutex mutex;
    std::list<Entry> entries;                                                  // most recently used first
    std::unordered_map<Name, std::list<Entry>::iterator, HashOfName> by_name;  // views into `entries`
    std::size_t bytes = 0;
  };

  std::atomic<std::uint64_t>& slot_of(std::string_view organization) const;
  void drop(Shard& shard, std::list<Entry>::iterator entry);

  const Duration ttl_;
  const std::array<NearTally, kCacheUses.size()> tally_;
  std::vector<Shard> shards_;  // a power of two of them
  const std::size_t entries_a_shard_;
  const std::size_t bytes_a_shard_;
  // Organizations share these by their hash: forgetting one may cost another its near entries, never serve wrong ones.
  mutable std::array<std::atomic<std::uint64_t>, 1024> generations_{};
};

}  // namespace parley
