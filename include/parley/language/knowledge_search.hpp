// SPDX-License-Identifier: Apache-2.0
// Which piece of an organization's knowledge answers a question: words by Postgres, meaning by sentences in memory.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "parley/async/blocking_pool.hpp"
#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/core/ids.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/core/result.hpp"
#include "parley/database/database.hpp"
#include "parley/encoder/embedder.hpp"

namespace parley {

struct FoundPiece {
  std::string id;
  std::string title;
  std::string source;
  std::string text;    // all of it
  std::string answer;  // its sentence, or two, that come nearest to the question, as plain words
  double score = 0;    // how likely it answers, 0–1

  friend bool operator==(const FoundPiece&, const FoundPiece&) = default;
};

// What a search comes to. Used on any event loop.
class KnowledgeSearch {
 public:
  virtual ~KnowledgeSearch() = default;
  // Best first, at most five. Faults: timed_out, unavailable (no database, or it is gone).
  virtual Task<Result<std::vector<FoundPiece>>> find(OrganizationKey organization, std::string question,
                                                     Instant deadline) = 0;
  // From which score on a piece answers.
  virtual double threshold() const = 0;
};

struct KnowledgeSearchParts {
  Database* database = nullptr;  // null: find() is unavailable
  // Called on the pool, before the first index; on failure words alone are compared, by a threshold of their own.
  std::function<Result<std::shared_ptr<const Embedder>>()> open_embedder;
  BlockingPool& pool;  // makes the indices; must outlive the search
  Clock& clock;
  Log log;
  Meters& meters;
  std::size_t index_bytes = 64 * 1024 * 1024;  // of all organizations; the least recently asked go first
};

std::unique_ptr<KnowledgeSearch> create_knowledge_search(KnowledgeSearchParts parts);

}  // namespace parley
