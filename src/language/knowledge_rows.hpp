// SPDX-License-Identifier: Apache-2.0
// The statements of the search. All run within the organization, on a thread that may block.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "knowledge_index.hpp"
#include "parley/database/database.hpp"

namespace parley {

struct WordsFound {
  std::int64_t version = 0;  // of the organization's knowledge; 0: there never was any
  WordSearch words;
};

Result<WordsFound> search_words(DatabaseSession& session, const std::string& question);

struct KnowledgeRows {
  std::int64_t version = 0;
  std::vector<KnowledgeRow> rows;
};

Result<KnowledgeRows> read_knowledge(DatabaseSession& session);

}  // namespace parley
