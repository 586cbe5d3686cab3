// SPDX-License-Identifier: Apache-2.0
// Statements and their results as values. A statement is a literal of the source: it cannot be put together at run
// time, so what callers and operators say travels as values alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

class Sql {
 public:
  // One statement with $1, $2 … for its values. Prepared once a connection.
  consteval Sql(const char* literal) : text_(literal) {}  // NOLINT(google-explicit-constructor): literals only
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// As Postgres reads and writes it as text; nullopt is NULL.
using SqlValue = std::optional<std::string>;

class Rows {
 public:
  Rows() = default;
  Rows(std::vector<std::vector<SqlValue>> rows, std::uint64_t affected) : rows_(std::move(rows)), affected_(affected) {}

  std::size_t size() const { return rows_.size(); }
  bool empty() const { return rows_.empty(); }
  std::uint64_t affected() const { return affected_; }
  const SqlValue& at(std::size_t row, std::size_t column) const { return rows_.at(row).at(column); }
  // Empty for NULL.
  std::string text(std::size_t row, std::size_t column) const { return at(row, column).value_or(""); }
  // 0 for NULL; throws std::logic_error when the column holds no whole number: the statement is wrong.
  std::int64_t integer(std::size_t row, std::size_t column) const;
  bool truth(std::size_t row, std::size_t column) const { return at(row, column) == "t"; }

 private:
  std::vector<std::vector<SqlValue>> rows_;
  std::uint64_t affected_ = 0;
};

// {"a","b"} of Postgres, and back. Elements may hold anything but NUL.
std::string to_sql_array(const std::vector<std::string>& items);
std::vector<std::string> from_sql_array(std::string_view text);

}  // namespace parley
