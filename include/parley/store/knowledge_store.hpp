// SPDX-License-Identifier: Apache-2.0
// What organizations have written down, kept in the database. Whoever writes has parsed it (config's knowledge_text).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/config/knowledge_text.hpp"
#include "parley/database/database.hpp"
#include "parley/store/change_note.hpp"

namespace parley {

struct StoredPiece {
  std::string id;  // UUID v7
  KnowledgePiece piece;
  WallTime created_at{};
};

struct KnowledgePage {
  std::vector<StoredPiece> pieces;         // in the order in which they were imported
  std::optional<std::string> next_cursor;  // the last id
};

struct KnowledgeChange {
  std::vector<std::string> sources;  // whose pieces are, or would be, replaced or new
  std::size_t added = 0;
  std::size_t removed = 0;

  friend bool operator==(const KnowledgeChange&, const KnowledgeChange&) = default;
};

// Faults: not_found (no such organization, no such source), invalid_input (more than kMostPieces), those of the
// database. Another organization's knowledge is not there.
class KnowledgeStore {
 public:
  static std::unique_ptr<KnowledgeStore> create(Database& database, Clock& clock);
  virtual ~KnowledgeStore() = default;

  // `source` empty: of all.
  virtual Task<Result<KnowledgePage>> list(OrganizationKey key, std::string source, std::size_t limit,
                                           std::string after_id) = 0;
  // The pieces of each source that is named become these, in one transaction; other sources stay.
  virtual Task<Result<KnowledgeChange>> import(OrganizationKey key, std::vector<KnowledgePiece> pieces, bool dry_run,
                                               ChangeNote note) = 0;
  virtual Task<Result<KnowledgeChange>> remove(OrganizationKey key, std::string source, ChangeNote note) = 0;
};

}  // namespace parley
