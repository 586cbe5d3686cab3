// SPDX-License-Identifier: Apache-2.0
// Documents with questions to them: NAME.md, and NAME.csv with `question,title`; an empty title: no piece answers it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "parley/config/knowledge_text.hpp"
#include "parley/core/result.hpp"

namespace parley::commands {

struct KnowledgeQuestion {
  std::string text;
  std::string title;  // of the piece that answers; empty: none does

  friend bool operator==(const KnowledgeQuestion&, const KnowledgeQuestion&) = default;
};

struct AskedDocument {
  std::string name;
  std::vector<KnowledgePiece> pieces;
  std::vector<KnowledgeQuestion> questions;
};

// By name. Fails when one is faulty, or when a question's title is none of the document's.
Result<std::vector<AskedDocument>> read_asked_documents(const std::filesystem::path& directory);

}  // namespace parley::commands
