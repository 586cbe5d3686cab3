// SPDX-License-Identifier: Apache-2.0
// The newest index of each organization, bounded by bytes: those that were asked longest ago go first.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "knowledge_index.hpp"
#include "parley/core/ids.hpp"

namespace parley {

// Thread-safe. Owners of an index: this, and questions under way.
class KnownIndices {
 public:
  explicit KnownIndices(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  // Null: none of that version.
  std::shared_ptr<const KnowledgeIndex> find(const OrganizationKey& key, std::int64_t version);
  // Of two of one version the one by meaning stays.
  void keep(const OrganizationKey& key, std::int64_t version, std::shared_ptr<const KnowledgeIndex> index);
  std::size_t bytes() const;

 private:
  struct Entry {
    OrganizationKey key;
    std::int64_t version = 0;
    std::size_t bytes = 0;
    std::shared_ptr<const KnowledgeIndex> index;
  };

  std::size_t most_bytes_;
  mutable std::mutex mutex_;  // guards what follows
  std::list<Entry> entries_;  // newest first
  std::map<OrganizationKey, std::list<Entry>::iterator> places_;
  std::size_t bytes_ = 0;
};

}  // namespace parley
