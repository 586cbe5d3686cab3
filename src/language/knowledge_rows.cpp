// SPDX-License-Identifier: Apache-2.0
#include "knowledge_rows.hpp"

#include <algorithm>
#include <cstdlib>

namespace parley {
namespace {

constexpr const char* kMostMatches = "20";

double number(const Rows& rows, std::size_t row, std::size_t column) {
  return std::strtod(rows.text(row, column).c_str(), nullptr);
}

}  // namespace

Result<WordsFound> search_words(DatabaseSession& session, const std::string& question) {
  auto text = question;
  std::erase(text, '\0');
  const auto rows = session.execute(
      "SELECT coalesce((SELECT v.version FROM knowledge_versions v WHERE v.organization_id = parley_tenant()), 0), "
      "tsvector_to_array(to_tsvector('english', $1)), s.piece, s.rank, s.likeness, s.matched "
      "FROM (SELECT 1) one LEFT JOIN parley_knowledge_search($1, $2::int) s ON true",
      {text, kMostMatches});
  if (!rows) return rows.error();
  WordsFound found;
  for (std::size_t row = 0; row < rows->size(); ++row) {
    found.version = rows->integer(row, 0);
    if (row == 0) found.words.asked = from_sql_array(rows->text(row, 1));
    if (!rows->at(row, 2)) continue;
    found.words.matches.push_back(
        {rows->text(row, 2), number(*rows, row, 3), number(*rows, row, 4), from_sql_array(rows->text(row, 5))});
  }
  return found;
}

Result<KnowledgeRows> read_knowledge(DatabaseSession& session) {
  const auto rows = session.execute(
      "SELECT coalesce((SELECT v.version FROM knowledge_versions v WHERE v.organization_id = parley_tenant()), 0), "
      "k.id, k.title, k.source, k.body, tsvector_to_array(k.words) "
      "FROM (SELECT 1) one LEFT JOIN knowledge k ON k.organization_id = parley_tenant() ORDER BY k.id");
  if (!rows) return rows.error();
  KnowledgeRows read;
  for (std::size_t row = 0; row < rows->size(); ++row) {
    read.version = rows->integer(row, 0);
    if (!rows->at(row, 1)) continue;
    read.rows.push_back({rows->text(row, 1), rows->text(row, 2), rows->text(row, 3), rows->text(row, 4),
                         from_sql_array(rows->text(row, 5))});
  }
  return read;
}

}  // namespace parley
