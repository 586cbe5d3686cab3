// SPDX-License-Identifier: Apache-2.0
#include "known_indices.hpp"

#include <utility>

namespace parley {

std::shared_ptr<const KnowledgeIndex> KnownIndices::find(const OrganizationKey& key, std::int64_t version) {
  const std::lock_guard lock(mutex_);
  const auto place = places_.find(key);
  if (place == places_.end() || place->second->version != version) return nullptr;
  entries_.splice(entries_.begin(), entries_, place->second);
  return place->second->index;
}

void KnownIndices::keep(const OrganizationKey& key, std::int64_t version, std::shared_ptr<const KnowledgeIndex> index) {
  const auto bytes = index->bytes();
  const std::lock_guard lock(mutex_);
  if (const auto place = places_.find(key); place != places_.end()) {
    const auto& there = *place->second;
    const bool better = version > there.version || (version == there.version && !there.index->by_meaning());
    if (!better) return;
    bytes_ -= there.bytes;
    entries_.erase(place->second);
    places_.erase(place);
  }
  entries_.push_front({key, version, bytes, std::move(index)});
  places_[key] = entries_.begin();
  bytes_ += bytes;
  // The newest stays even when it is larger than all that is allowed: it was asked for.
  while (bytes_ > most_bytes_ && entries_.size() > 1) {
    bytes_ -= entries_.back().bytes;
    places_.erase(entries_.back().key);
    entries_.pop_back();
  }
}

std::size_t KnownIndices::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace parley
