// SPDX-License-Identifier: Apache-2.0
// An organization's knowledge as it is compared with questions: immutable, of one version.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "parley/encoder/embedder.hpp"
#include "parley/encoder/output_layer.hpp"
#include "parley/language/knowledge_search.hpp"

namespace parley {

// A row of the table.
struct KnowledgeRow {
  std::string id;
  std::string title;
  std::string source;
  std::string text;
  std::vector<std::string> lexemes;  // of the dictionary, each once
};

// What Postgres says of a piece that shares words with a question, or looks like it.
struct WordMatch {
  std::string id;
  double rank = 0;      // ts_rank_cd
  double likeness = 0;  // trigrams, 0–1
  std::vector<std::string> matched;
};

struct WordSearch {
  std::vector<std::string> asked;  // the question's lexemes
  std::vector<WordMatch> matches;
};

// What speaks for a piece; each 0–1.
struct PieceSigns {
  double meaning = 0;   // cosine of the nearest sentence, its title included
  double subject = 0;   // cosine of the title
  double coverage = 0;  // share of the question's words, weighed by how few pieces have them
  double likeness = 0;
  double rank = 0;

  friend bool operator==(const PieceSigns&, const PieceSigns&) = default;
};

struct RankedPiece {
  std::size_t row = 0;
  PieceSigns signs;
  double score = 0;  // how likely it answers, 0–1
  std::string answer;
};

// Embeds with the last layer that the embedder has. Owners: the search, and indices under way.
class SentenceEmbedder {
 public:
  explicit SentenceEmbedder(std::shared_ptr<const Embedder> embedder);
  std::size_t dimensions() const;
  // False: it cannot be read.
  bool embed(std::string_view text, std::vector<float>& out) const;

 private:
  std::shared_ptr<const Embedder> embedder_;  // owners: as of the process, and this
  std::unique_ptr<const CompactOutputLayer> layer_;
};

class KnowledgeIndex {
 public:
  // Without `embedder` words alone are compared. Computes for about a millisecond a sentence with one.
  KnowledgeIndex(std::vector<KnowledgeRow> rows, const SentenceEmbedder* embedder);

  // Best first, at most five. `embedder`: the one it was made with, or null.
  std::vector<RankedPiece> rank(const std::string& question, const WordSearch& words,
                                const SentenceEmbedder* embedder) const;
  double threshold() const { return threshold_of(by_meaning_); }
  // Less is no answer.
  static double threshold_of(bool by_meaning);
  // How likely a piece with these signs answers: by meaning and words, or by words alone.
  static double score_of(const PieceSigns& signs, bool by_meaning);
  const std::vector<KnowledgeRow>& rows() const { return rows_; }
  bool by_meaning() const { return by_meaning_; }
  std::size_t bytes() const;

 private:
  struct Sentence {
    std::uint32_t row = 0;
    std::uint32_t place = 0;  // within the row; kTitle: the title
  };
  static constexpr std::uint32_t kTitle = 0xffffffff;

  double weight_of(const std::string& lexeme) const;
  std::vector<double> sentence_worth(std::size_t row, const std::string& question,
                                     const std::vector<float>& cosines) const;

  std::vector<KnowledgeRow> rows_;
  std::vector<std::vector<std::string>> sentences_;              // of each row
  std::map<std::string, std::size_t, std::less<>> places_;       // rows by id
  std::map<std::string, std::size_t, std::less<>> pieces_with_;  // lexeme
  bool by_meaning_ = false;
  std::vector<Sentence> embedded_;
  std::vector<std::int8_t> vectors_;
  std::vector<float> scales_;
  std::size_t dimensions_ = 0;
};

}  // namespace parley
