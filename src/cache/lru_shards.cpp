// SPDX-License-Identifier: Apache-2.0
#include "lru_shards.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <utility>

namespace parley {
namespace {

constexpr std::size_t kMostShards = 16;

// Few entries need no shards, and would be spread too unevenly over them.
std::size_t shards_for(std::size_t entries) {
  return std::bit_floor(std::clamp<std::size_t>(entries / 64, 1, kMostShards));
}

}  // namespace

std::size_t LruShards::HashOfName::operator()(const Name& name) const noexcept {
  const std::hash<std::string_view> hash;
  return hash(name.key) ^ (hash(name.organization) * 31 + place_of(name.use)) * 0x9E3779B97F4A7C15ULL;
}

LruShards::LruShards(Bounds bounds, std::array<NearTally, kCacheUses.size()> tally)
    : ttl_(bounds.ttl),
      tally_(tally),
      shards_(shards_for(bounds.entries)),
      entries_a_shard_(bounds.entries / shards_.size()),
      bytes_a_shard_(bounds.bytes / shards_.size()) {}

std::atomic<std::uint64_t>& LruShards::slot_of(std::string_view organization) const {
  return generations_[std::hash<std::string_view>()(organization) % generations_.size()];
}

std::uint64_t LruShards::generation(std::string_view organization) const {
  return slot_of(organization).load(std::memory_order_acquire);
}

LruShards::Value LruShards::find(const Name& name, Instant now) {
  const auto hash = HashOfName()(name);
  auto& shard = shards_[(hash >> 32U) & (shards_.size() - 1)];
  const auto current = generation(name.organization);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.by_name.find(name);
  if (found == shard.by_name.end()) return nullptr;
  const auto entry = found->second;
  if (entry->generation != current || now >= entry->expires) {
    drop(shard, entry);
    return nullptr;
  }
  shard.entries.splice(shard.entries.begin(), shard.entries, entry);
  return entry->value;
}

bool LruShards::put(const Name& name, std::string value, Instant now, std::uint64_t generation) {
  const auto cost = name.organization.size() + name.key.size() + value.size() + kEntryCost;
  if (cost > bytes_a_shard_ || entries_a_shard_ == 0) return false;
  std::list<Entry> fresh;  // made before the lock is taken
  fresh.push_back({name.use, std::string(name.organization), std::string(name.key),
                   std::make_shared<const std::string>(std::move(value)), cost, generation, now + ttl_});
  auto& shard = shards_[(HashOfName()(name) >> 32U) & (shards_.size() - 1)];
  const std::lock_guard lock(shard.mutex);
  // forget() raises it before it takes this lock: what gets in here is swept, or is not taken.
  if (this->generation(name.organization) != generation) return false;
  if (const auto old = shard.by_name.find(name); old != shard.by_name.end()) drop(shard, old->second);
  shard.entries.splice(shard.entries.begin(), fresh);
  const auto& entry = shard.entries.front();
  shard.by_name.emplace(Name{entry.use, entry.organization, entry.key}, shard.entries.begin());
  shard.bytes += cost;
  tally_[place_of(name.use)].entries->add(1);
  tally_[place_of(name.use)].bytes->add(static_cast<std::int64_t>(cost));
  while (shard.entries.size() > entries_a_shard_ || shard.bytes > bytes_a_shard_) {
    const auto last = std::prev(shard.entries.end());
    tally_[place_of(last->use)].evicted->add();
    drop(shard, last);
  }
  return true;
}

void LruShards::forget(std::string_view organization) {
  slot_of(organization).fetch_add(1, std::memory_order_acq_rel);  // from here on nothing of before is served
  for (auto& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    for (auto entry = shard.entries.begin(); entry != shard.entries.end();) {
      const auto next = std::next(entry);
      if (entry->organization == organization) drop(shard, entry);
      entry = next;
    }
  }
}

void LruShards::drop(Shard& shard, std::list<Entry>::iterator entry) {
  shard.by_name.erase(Name{entry->use, entry->organization, entry->key});
  shard.bytes -= entry->cost;
  tally_[place_of(entry->use)].entries->add(-1);
  tally_[place_of(entry->use)].bytes->add(-static_cast<std::int64_t>(entry->cost));
  shard.entries.erase(entry);
}

}  // namespace parley
