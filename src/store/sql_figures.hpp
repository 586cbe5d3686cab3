// SPDX-License-Identifier: Apache-2.0
// Numbers with fractions in what Postgres answers.
#pragma once

#include <charconv>
#include <optional>
#include <string>

#include "parley/database/sql.hpp"

namespace parley {

// nullopt for NULL.
inline std::optional<double> figure_or_none(const Rows& rows, std::size_t row, std::size_t column) {
  const auto& text = rows.at(row, column);
  if (!text) return std::nullopt;
  double value = 0;
  std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}
// 0 for NULL.
inline double figure(const Rows& rows, std::size_t row, std::size_t column) {
  return figure_or_none(rows, row, column).value_or(0);
}

}  // namespace parley
