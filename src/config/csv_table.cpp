// SPDX-License-Identifier: Apache-2.0
#include "csv_table.hpp"

#include <algorithm>

namespace parley {
namespace {

class Reading {
 public:
  explicit Reading(std::string_view text) : text_(text) {}

  CsvTable read(std::size_t most_rows) {
    CsvTable table;
    while (at_ < text_.size() && table.fault_line == 0) {
      CsvRow row;
      row.line = line_;
      const std::size_t begin = at_;
      read_row(row, table);
      const bool empty = row.cells.size() == 1 && row.cells.front().empty() && text_[begin] != '"';
      if (table.fault_line > 0 || empty) continue;
      if (table.rows.size() == most_rows) {
        fail(table, row.line, "more than " + std::to_string(most_rows) + " rows");
      } else {
        table.rows.push_back(std::move(row));
      }
    }
    return table;
  }

 private:
  static void fail(CsvTable& table, int line, std::string message) {
    table.fault_line = line;
    table.fault = std::move(message);
  }

  bool at_end_of_row() const {
    return at_ == text_.size() || text_[at_] == '\n' || (text_[at_] == '\r' && text_.substr(at_ + 1, 1) == "\n");
  }

  void read_row(CsvRow& row, CsvTable& table) {
    while (true) {
      row.cells.push_back(at_ < text_.size() && text_[at_] == '"' ? quoted(table) : plain());
      if (table.fault_line > 0) return;
      if (at_end_of_row()) break;
      if (text_[at_] != ',') return fail(table, line_, "text behind a closing quote; a quote within a cell is doubled");
      ++at_;
    }
    if (at_ < text_.size()) {
      at_ += text_[at_] == '\r' ? 2 : 1;
      ++line_;
    }
  }

  std::string plain() {
    const std::size_t begin = at_;
    while (!at_end_of_row() && text_[at_] != ',') ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::string quoted(CsvTable& table) {
    const int opened = line_;
    std::string cell;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        if (text_.substr(at_ + 1, 1) != "\"") {
          ++at_;
          return cell;
        }
        ++at_;
      }
      if (text_[at_] == '\n') ++line_;
      cell += text_[at_];
    }
    fail(table, opened, "a quote is opened but never closed");
    return cell;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

CsvTable parse_csv(std::string_view text, std::size_t most_rows) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  return Reading(text).read(most_rows);
}

std::string csv_cell(std::string_view text) {
  const bool blank_edge = !text.empty() && (text.front() == ' ' || text.back() == ' ');
  if (!blank_edge && text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

}  // namespace parley
