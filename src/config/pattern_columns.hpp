// SPDX-License-Identifier: Apache-2.0
// The columns that a table of patterns may have, and what their cells hold.
#pragma once

#include <string>
#include <vector>

#include "csv_table.hpp"
#include "parley/config/pattern_bulk.hpp"
#include "yaml_tree.hpp"

namespace parley {

class PatternColumns {
 public:
  // Faults of the header go to `faults`.
  PatternColumns(const CsvRow& header, std::vector<BulkFault>& faults);

  bool right() const { return right_; }
  // The row as the keys and values that a pattern is read from; empty cells are left out.
  YamlNode node(const CsvRow& row, std::size_t number, std::vector<BulkFault>& faults) const;

  static std::string header();
  static std::string row(const Pattern& pattern);

 private:
  std::vector<std::string> names_;
  bool right_ = true;
};

}  // namespace parley
