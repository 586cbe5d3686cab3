// SPDX-License-Identifier: Apache-2.0
// What an organization has written down, cut into pieces that answer a question each. Read whole or not at all: every
// faulty row or line is told.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "parley/config/pattern_bulk.hpp"

namespace parley {

struct KnowledgePiece {
  std::string title;
  std::string text;    // plain words, no markup
  std::string source;  // name of the document

  friend bool operator==(const KnowledgePiece&, const KnowledgePiece&) = default;
};

struct KnowledgeText {
  std::vector<KnowledgePiece> pieces;  // right only when there are no faults
  std::vector<BulkFault> faults;
};

// A piece a heading; longer ones are cut between paragraphs, at about kLongPiece bytes. A title is the heading with
// those above it: "Prices: Children". Text before the first heading has the source's name as its title. Front matter,
// comments and tables' rulers are left out, cells are joined by commas.
KnowledgeText parse_knowledge_markdown(std::string_view markdown, const std::string& source);

// The header row names the columns, in any order: title and text, and source, which is `source` where it is empty.
KnowledgeText parse_knowledge_csv(std::string_view csv, const std::string& source);

// Without links, emphasis, code marks, HTML, bullets: what a voice says of a line of Markdown.
std::string plain_line(std::string_view markdown);

inline constexpr std::size_t kLongPiece = 900;
inline constexpr std::size_t kMostPieceText = 8000;
inline constexpr std::size_t kMostPieceTitle = 300;
inline constexpr std::size_t kMostPieces = 5000;  // of one import, and of one organization

}  // namespace parley
