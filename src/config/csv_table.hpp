// SPDX-License-Identifier: Apache-2.0
// Comma separated values (RFC 4180): quoted cells hold commas, line breaks and doubled quotes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley {

struct CsvRow {
  int line = 0;  // of its beginning, from 1
  std::vector<std::string> cells;
};

struct CsvTable {
  std::vector<CsvRow> rows;  // without lines that are empty
  // Nothing after it was read; line 0: there is none.
  int fault_line = 0;
  std::string fault;
};

// A byte order mark is skipped; a row ends with LF, CRLF or the text.
CsvTable parse_csv(std::string_view text, std::size_t most_rows);
// Quoted where it has to be.
std::string csv_cell(std::string_view text);

}  // namespace parley
