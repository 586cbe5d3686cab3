// SPDX-License-Identifier: Apache-2.0
// Many patterns at once, as CSV (RFC 4180) for spreadsheets or as the YAML list of an organization's file. Read whole
// or not at all: every faulty row is told with its number.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "parley/core/organization.hpp"

namespace parley {

struct BulkFault {
  std::size_t row = 0;  // CSV: as a spreadsheet counts, the header is 1; YAML: place in the list from 1; 0: all of it
  int line = 0;         // of the text, from 1
  std::string message;

  friend bool operator==(const BulkFault&, const BulkFault&) = default;
};
std::string to_string(const BulkFault& fault);  // "row 3 (line 5): MESSAGE"

struct PatternBulk {
  std::vector<Pattern> patterns;  // right only when there are no faults
  std::vector<std::size_t> rows;  // of each pattern
  std::vector<BulkFault> faults;
};

// The header row names the columns, in any order: key, examples, keywords, reply, kind, after, active, offers,
// never_suppress, care; key and reply must be there. `examples` are separated by line breaks or by '|', or are a JSON
// list of texts; `keywords` are a JSON list of rules: [{"any":["hours"],"max_words":4}]. An empty cell is the default.
// A byte order mark and either line ending are accepted.
PatternBulk parse_patterns_csv(std::string_view csv);
std::string patterns_to_csv(const std::vector<Pattern>& patterns);  // reads back as the same patterns

// A list of patterns, or a map whose only key is `patterns`.
PatternBulk parse_patterns_yaml(std::string_view yaml);
std::string patterns_to_yaml(const std::vector<Pattern>& patterns);

inline constexpr std::size_t kBulkBytes = 8 * 1024 * 1024;  // of CSV; YAML is bounded as everywhere

}  // namespace parley
