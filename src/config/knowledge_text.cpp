// SPDX-License-Identifier: Apache-2.0
#include "parley/config/knowledge_text.hpp"

#include <algorithm>
#include <cctype>
#include <map>

#include "csv_table.hpp"
#include "text_check.hpp"

namespace parley {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// What is wrong with a piece, whatever it came from; empty: nothing.
std::string fault_of(const KnowledgePiece& piece) {
  if (piece.title.empty()) return "the title is empty";
  if (piece.title.size() > kMostPieceTitle)
    return "the title is longer than " + std::to_string(kMostPieceTitle) + " bytes";
  if (piece.text.empty()) return "'" + piece.title + "' has no text";
  if (piece.text.size() > kMostPieceText)
    return "'" + piece.title + "' is longer than " + std::to_string(kMostPieceText) + " bytes";
  if (piece.source.empty()) return "'" + piece.title + "' has no source";
  if (piece.source.size() > kMostPieceTitle)
    return "the source is longer than " + std::to_string(kMostPieceTitle) + " bytes";
  return {};
}

// Bytes that nothing can be read of; true: there is one.
bool unreadable(std::string_view text, KnowledgeText& knowledge) {
  if (text.size() > kBulkBytes) {
    knowledge.faults.push_back({0, 0, "larger than " + std::to_string(kBulkBytes >> 20U) + " MiB"});
    return true;
  }
  if (auto fault = check_text_bytes(text)) {
    knowledge.faults.push_back({0, fault->line, fault->message + "; text in UTF-8 is expected"});
    return true;
  }
  return false;
}

void take(KnowledgeText& knowledge, KnowledgePiece piece, std::size_t row, int line) {
  if (auto fault = fault_of(piece); !fault.empty()) {
    knowledge.faults.push_back({row, line, std::move(fault)});
    return;
  }
  if (knowledge.pieces.size() == kMostPieces) {
    knowledge.faults.push_back({row, line, "more than " + std::to_string(kMostPieces) + " pieces"});
    return;
  }
  if (knowledge.pieces.size() < kMostPieces) knowledge.pieces.push_back(std::move(piece));
}

// One document as it is read, line by line.
class MarkdownPieces {
 public:
  MarkdownPieces(const std::string& source, KnowledgeText& knowledge) : source_(source), knowledge_(knowledge) {}

  void line(std::string_view raw, int number) {
    const auto text = trimmed(raw);
    if (number == 1 && text == "---") {
      in_front_matter_ = true;
      return;
    }
    if (in_front_matter_) {
      in_front_matter_ = text != "---";
      return;
    }
    if (text.starts_with("```") || text.starts_with("~~~")) {
      in_code_ = !in_code_;
      return;
    }
    if (!in_code_ && text.starts_with('#')) {
      const auto level = text.find_first_not_of('#');
      if (level != std::string_view::npos && level <= 6 && text[level] == ' ') return heading(level, text, number);
    }
    if (text.empty()) return end_paragraph();
    auto plain = in_code_ ? std::string(text) : plain_line(text);
    if (plain.empty()) return;
    if (paragraph_.empty()) paragraph_line_ = number;
    // A list's entries are sentences of their own.
    const bool entry = text.front() == '-' || text.front() == '*' || text.front() == '+' || text.front() == '|' ||
                       std::isdigit(static_cast<unsigned char>(text.front())) != 0;
    if (!paragraph_.empty() && entry && std::isalnum(static_cast<unsigned char>(paragraph_.back())) != 0)
      paragraph_ += '.';
    paragraph_ += (paragraph_.empty() ? "" : " ") + plain;
  }
  void finish() {
    end_paragraph();
    end_piece();
  }

 private:
  void heading(std::size_t level, std::string_view text, int number) {
    finish();
    headings_.erase(headings_.lower_bound(level), headings_.end());
    auto name = std::string(trimmed(text.substr(level)));
    while (name.ends_with('#')) name.pop_back();
    name = plain_line(name);
    if (name.empty()) {
      knowledge_.faults.push_back({0, number, "a heading without words"});
      return;
    }
    headings_[level] = std::move(name);
  }
  // The document's own title says nothing about one of its parts.
  std::string title() const {
    std::string title;
    for (const auto& [level, name] : headings_) {
      if (level == 1 && headings_.size() > 1) continue;
      title += (title.empty() ? "" : ": ") + name;
    }
    return title.empty() ? source_ : title;
  }
  void end_paragraph() {
    if (paragraph_.empty()) return;
    if (!piece_.empty() && piece_.size() + paragraph_.size() > kLongPiece) end_piece();
    if (piece_.empty()) piece_line_ = paragraph_line_;
    if (!piece_.empty() && std::isalnum(static_cast<unsigned char>(piece_.back())) != 0) piece_ += '.';
    piece_ += (piece_.empty() ? "" : " ") + paragraph_;
    paragraph_.clear();
  }
  void end_piece() {
    if (!piece_.empty()) take(knowledge_, {title(), piece_, source_}, 0, piece_line_);
    piece_.clear();
  }

  const std::string& source_;
  KnowledgeText& knowledge_;
  std::map<std::size_t, std::string> headings_;  // by level
  std::string paragraph_;
  int paragraph_line_ = 0;
  std::string piece_;
  int piece_line_ = 0;
  bool in_code_ = false;
  bool in_front_matter_ = false;
};

void strip_enclosed(std::string& text, std::string_view open, std::string_view close) {
  for (auto from = text.find(open); from != std::string::npos; from = text.find(open, from)) {
    const auto to = text.find(close, from + open.size());
    if (to == std::string::npos) return;
    text.erase(from, to + close.size() - from);
  }
}

// [text](address) and ![text](address) become their text.
void unlink(std::string& text) {
  for (auto open = text.find('['); open != std::string::npos; open = text.find('[', open + 1)) {
    const auto middle = text.find("](", open);
    const auto end = middle == std::string::npos ? middle : text.find(')', middle);
    if (end == std::string::npos) return;
    text.erase(middle, end + 1 - middle);
    const bool picture = open > 0 && text[open - 1] == '!';
    text.erase(picture ? open - 1 : open, picture ? 2 : 1);
  }
}

std::string join_cells(std::string_view row) {
  std::string text;
  for (std::size_t at = 0; at <= row.size();) {
    const auto end = std::min(row.find('|', at), row.size());
    const auto cell = trimmed(row.substr(at, end - at));
    if (!cell.empty()) text += (text.empty() ? "" : ", ") + std::string(cell);
    at = end + 1;
  }
  return text;
}

}  // namespace

std::string plain_line(std::string_view markdown) {
  auto line = trimmed(markdown);
  while (line.starts_with('>')) line = trimmed(line.substr(1));
  // A ruler, of a table or of the page.
  if (line.size() >= 3 && line.find_first_not_of("-=_*|: ") == std::string_view::npos) return {};
  if (line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ")) line = trimmed(line.substr(2));
  std::string text = line.starts_with('|') ? join_cells(line) : std::string(line);
  strip_enclosed(text, "<!--", "-->");
  unlink(text);
  strip_enclosed(text, "<", ">");
  for (const auto* mark : {"**", "__", "``", "`"}) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
      text.erase(at, std::string_view(mark).size());
  }
  std::erase(text, '*');
  return std::string(trimmed(text));
}

KnowledgeText parse_knowledge_markdown(std::string_view markdown, const std::string& source) {
  KnowledgeText knowledge;
  if (unreadable(markdown, knowledge)) return knowledge;
  if (markdown.starts_with("\xef\xbb\xbf")) markdown.remove_prefix(3);
  MarkdownPieces pieces(source, knowledge);
  int number = 0;
  while (!markdown.empty()) {
    const auto end = std::min(markdown.find('\n'), markdown.size());
    pieces.line(markdown.substr(0, end), ++number);
    markdown.remove_prefix(std::min(end + 1, markdown.size()));
  }
  pieces.finish();
  if (knowledge.pieces.empty() && knowledge.faults.empty()) knowledge.faults.push_back({0, 1, "there is no text"});
  return knowledge;
}

KnowledgeText parse_knowledge_csv(std::string_view csv, const std::string& source) {
  KnowledgeText knowledge;
  if (unreadable(csv, knowledge)) return knowledge;
  const auto table = parse_csv(csv, kMostPieces + 1);
  if (table.fault_line > 0) knowledge.faults.push_back({table.rows.size() + 1, table.fault_line, table.fault});
  if (table.rows.empty()) {
    if (knowledge.faults.empty()) knowledge.faults.push_back({1, 1, "no header row"});
    return knowledge;
  }
  std::map<std::string, std::size_t> columns;
  const auto& header = table.rows.front();
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    const auto name = std::string(trimmed(header.cells[i]));
    if (name != "title" && name != "text" && name != "source") {
      knowledge.faults.push_back({1, header.line, "column '" + name + "' is none of title, text, source"});
    } else if (!columns.emplace(name, i).second) {
      knowledge.faults.push_back({1, header.line, "column '" + name + "' is there twice"});
    }
  }
  for (const auto* needed : {"title", "text"})
    if (!columns.contains(needed))
      knowledge.faults.push_back({1, header.line, std::string("no column '") + needed + "'"});
  // Without right columns every row would only say so again.
  if (!knowledge.faults.empty()) return knowledge;
  for (std::size_t i = 1; i < table.rows.size(); ++i) {
    const auto& row = table.rows[i];
    if (row.cells.size() != header.cells.size()) {
      knowledge.faults.push_back(
          {i + 1, row.line,
           std::to_string(row.cells.size()) + " cells; the header has " + std::to_string(header.cells.size())});
      continue;
    }
    const auto cell = [&](const char* name) {
      const auto column = columns.find(name);
      return column == columns.end() ? std::string() : std::string(trimmed(row.cells[column->second]));
    };
    std::string text;
    for (std::string_view left = row.cells[columns.at("text")]; !left.empty();) {
      const auto end = std::min(left.find('\n'), left.size());
      const auto plain = plain_line(left.substr(0, end));
      if (!plain.empty()) text += (text.empty() ? "" : " ") + plain;
      left.remove_prefix(std::min(end + 1, left.size()));
    }
    auto from = cell("source");
    if (from.empty()) from = source;
    take(knowledge, {plain_line(cell("title")), std::move(text), std::move(from)}, i + 1, row.line);
  }
  if (table.rows.size() == 1 && knowledge.faults.empty()) knowledge.faults.push_back({2, 0, "no rows"});
  return knowledge;
}

}  // namespace parley
