// SPDX-License-Identifier: Apache-2.0
#include "csv_table.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

std::vector<std::vector<std::string>> cells_of(std::string_view text) {
  std::vector<std::vector<std::string>> cells;
  for (auto& row : parse_csv(text, 100).rows) cells.push_back(std::move(row.cells));
  return cells;
}
using Cells = std::vector<std::vector<std::string>>;

TEST(CsvTable, ReadsPlainAndQuotedCells) {
  struct Case {
    const char* text;
    Cells cells;
  };
  const Case cases[] = {
      {"", {}},
      {"a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
      {"a,b\nc,d", {{"a", "b"}, {"c", "d"}}},
      {"\xef\xbb\xbfkey\n", {{"key"}}},
      {",\n", {{"", ""}}},
      {"\"\"\n", {{""}}},
      {"\n\r\na\n", {{"a"}}},
      {"\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\"\n", {{"a,b", "say \"hi\"", "two\r\nlines"}}},
      {"a b , c\n", {{"a b ", " c"}}},
      {"it's 5\" wide\n", {{"it's 5\" wide"}}},
  };
  for (const auto& [text, cells] : cases) EXPECT_EQ(cells_of(text), cells) << text;
}

TEST(CsvTable, RowsKnowTheirFirstLine) {
  const auto table = parse_csv("a\n\n\"b\nb\",c\nd\n", 100);
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_EQ(table.rows[1].line, 3);
  EXPECT_EQ(table.rows[2].line, 5);
}

TEST(CsvTable, BrokenQuotesAndTooManyRowsAreSaid) {
  const auto open = parse_csv("a\n\"b\nc\n", 100);
  EXPECT_EQ(open.fault_line, 2);
  EXPECT_EQ(open.fault, "a quote is opened but never closed");
  const auto behind = parse_csv("\"a\"b\n", 100);
  EXPECT_EQ(behind.fault_line, 1);
  EXPECT_EQ(behind.fault, "text behind a closing quote; a quote within a cell is doubled");
  const auto many = parse_csv("a\nb\nc\n", 2);
  EXPECT_EQ(many.fault_line, 3);
  EXPECT_EQ(many.rows.size(), 2U);
}

TEST(CsvTable, WrittenCellsReadBack) {
  for (const std::string text : {"plain", "a,b", "\"", "two\nlines", " edge ", "\r", "'", ""}) {
    const auto cells = cells_of(csv_cell(text) + ",x\r\n");
    EXPECT_EQ(cells, (Cells{{text, "x"}})) << csv_cell(text);
  }
}

}  // namespace
}  // namespace parley
