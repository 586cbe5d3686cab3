// SPDX-License-Identifier: Apache-2.0
#include "knowledge_index.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "content_words.hpp"
#include "parley/encoder/vector_scan.hpp"
#include "parley/router/normalise.hpp"
#include "sentences.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostFound = 5;

double logistic(double value) { return 1 / (1 + std::exp(-value)); }

std::string spoken_form(std::string_view text) { return join_words(normalise(text)); }

}  // namespace

SentenceEmbedder::SentenceEmbedder(std::shared_ptr<const Embedder> embedder) : embedder_(std::move(embedder)) {
  if (const auto* layer = embedder_->output_layer()) layer_ = std::make_unique<const CompactOutputLayer>(*layer);
}

std::size_t SentenceEmbedder::dimensions() const { return layer_ ? layer_->outputs() : embedder_->dimensions(); }

bool SentenceEmbedder::embed(std::string_view text, std::vector<float>& out) const {
  std::vector<float> features(embedder_->dimensions());
  if (!embedder_->features(spoken_form(text), features)) return false;
  if (!layer_) {
    out = std::move(features);
    return true;
  }
  out.resize(layer_->outputs());
  layer_->embed(features, out);
  return true;
}

KnowledgeIndex::KnowledgeIndex(std::vector<KnowledgeRow> rows, const SentenceEmbedder* embedder)
    : rows_(std::move(rows)), by_meaning_(embedder != nullptr) {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    places_.emplace(rows_[row].id, row);
    sentences_.push_back(sentences_of(rows_[row].text));
    for (const auto& lexeme : rows_[row].lexemes) ++pieces_with_[lexeme];
  }
  if (embedder == nullptr) return;
  dimensions_ = embedder->dimensions();
  std::vector<float> vector;
  const auto add = [&](std::size_t row, std::uint32_t place, const std::string& text) {
    if (!embedder->embed(text, vector)) return;
    embedded_.push_back({static_cast<std::uint32_t>(row), place});
    vectors_.resize(vectors_.size() + dimensions_);
    scales_.push_back(quantise_int8(vector, std::span(vectors_).last(dimensions_)));
  };
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    add(row, kTitle, rows_[row].title);
    for (std::uint32_t place = 0; place < sentences_[row].size(); ++place) {
      add(row, place, sentences_[row][place]);
      add(row, place, rows_[row].title + " " + sentences_[row][place]);
    }
  }
}

double KnowledgeIndex::weight_of(const std::string& lexeme) const {
  const auto known = pieces_with_.find(lexeme);
  const double with = known == pieces_with_.end() ? 0 : static_cast<double>(known->second);
  return std::log((static_cast<double>(rows_.size()) + 1) / (with + 0.5));
}

std::vector<RankedPiece> KnowledgeIndex::rank(const std::string& question, const WordSearch& words,
                                              const SentenceEmbedder* embedder) const {
  std::vector<float> cosines(embedded_.size());
  std::vector<PieceSigns> signs(rows_.size());
  std::vector<float> asked;
  const bool read = by_meaning_ && embedder != nullptr && embedder->embed(question, asked);
  if (read && !embedded_.empty()) {
    std::vector<std::int8_t> query(dimensions_);
    const auto scale = quantise_int8(asked, query);
    scan_int8(query, scale, vectors_, scales_, cosines);
    for (std::size_t at = 0; at < embedded_.size(); ++at) {
      auto& sign = signs[embedded_[at].row];
      auto& best = embedded_[at].place == kTitle ? sign.subject : sign.meaning;
      best = std::max(best, static_cast<double>(cosines[at]));
    }
  }
  double whole = 0;
  for (const auto& lexeme : words.asked) whole += weight_of(lexeme);
  for (const auto& match : words.matches) {
    const auto place = places_.find(match.id);
    if (place == places_.end()) continue;
    auto& sign = signs[place->second];
    double matched = 0;
    for (const auto& lexeme : match.matched) matched += weight_of(lexeme);
    sign.coverage = whole > 0 ? matched / whole : 0;
    sign.likeness = match.likeness;
    sign.rank = match.rank / (match.rank + 0.1);
  }
  std::vector<RankedPiece> ranked;
  for (std::size_t row = 0; row < rows_.size(); ++row)
    ranked.push_back({row, signs[row], score_of(signs[row], by_meaning_), {}});
  const auto shown = std::min(kMostFound, ranked.size());
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(shown), ranked.end(),
                    [](const RankedPiece& one, const RankedPiece& other) { return one.score > other.score; });
  ranked.resize(shown);
  for (auto& piece : ranked) {
    if (sentences_[piece.row].empty()) continue;
    const auto worth = sentence_worth(piece.row, question, read ? cosines : std::vector<float>());
    piece.answer = spoken_of(sentences_[piece.row], worth);
  }
  return ranked;
}

// By meaning, and by the question's words that it holds.
std::vector<double> KnowledgeIndex::sentence_worth(std::size_t row, const std::string& question,
                                                   const std::vector<float>& cosines) const {
  std::vector<double> worth(sentences_[row].size());
  for (std::size_t at = 0; at < cosines.size(); ++at) {
    if (embedded_[at].row != row || embedded_[at].place == kTitle) continue;
    auto& best = worth[embedded_[at].place];
    best = std::max(best, static_cast<double>(cosines[at]));
  }
  const auto asked = content_words(question);
  for (std::size_t at = 0; at < worth.size(); ++at) {
    const auto written = content_words(sentences_[row][at]);
    const std::set<std::string> has(written.begin(), written.end());
    const auto shared = std::count_if(asked.begin(), asked.end(), [&](const auto& word) { return has.contains(word); });
    if (!asked.empty()) worth[at] += 0.5 * static_cast<double>(shared) / static_cast<double>(asked.size());
  }
  return worth;
}

// Logistic regressions on the questions of two of the organizations of tests/language/knowledge. The thresholds lie
// above every wrong answer of theirs; the other two are held out (docs/benchmarks.md).
double KnowledgeIndex::score_of(const PieceSigns& signs, bool by_meaning) {
  if (by_meaning)
    return logistic(-5.61 + 3.12 * signs.meaning + 2.30 * signs.subject + 5.05 * signs.coverage +
                    1.78 * signs.likeness);
  return logistic(-3.65 + 5.44 * signs.coverage + 2.39 * signs.likeness);
}

double KnowledgeIndex::threshold_of(bool by_meaning) { return by_meaning ? 0.5 : 0.65; }

std::size_t KnowledgeIndex::bytes() const {
  std::size_t bytes =
      sizeof *this + vectors_.capacity() + scales_.capacity() * sizeof(float) + embedded_.capacity() * sizeof(Sentence);
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    bytes += sizeof(KnowledgeRow) + 200 + 2 * rows_[row].text.size() + rows_[row].title.size();
    bytes += rows_[row].lexemes.size() * (sizeof(std::string) + 16);
  }
  return bytes + pieces_with_.size() * 96;
}

}  // namespace parley
