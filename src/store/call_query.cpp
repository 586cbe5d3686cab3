// SPDX-License-Identifier: Apache-2.0
#include "parley/store/call_query.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace parley {
namespace {

char lower(char letter) { return static_cast<char>(std::tolower(static_cast<unsigned char>(letter))); }

// Without case as ILIKE sees it, for letters of ASCII.
bool holds(std::string_view text, std::string_view part) {
  const auto found = std::search(text.begin(), text.end(), part.begin(), part.end(),
                                 [](char a, char b) { return lower(a) == lower(b); });
  return found != text.end() || part.empty();
}

bool said(const CallRecord& record, std::string_view text) {
  return std::any_of(record.turns.begin(), record.turns.end(), [text](const TurnRecord& turn) {
    return (turn.caller && holds(turn.caller->text, text)) || (turn.reply && holds(turn.reply->text, text));
  });
}

}  // namespace

bool matches(const CallQuery& query, const CallRecord& record) {
  if (record.organization != query.organization) return false;
  if (query.live_only && record.ended_at) return false;
  if (query.end_reason && record.end_reason != query.end_reason) return false;
  if (query.from && record.started_at < *query.from) return false;
  if (query.before && record.started_at >= *query.before) return false;
  if (!query.number.empty() && !holds(record.from, query.number) && !holds(record.to, query.number)) return false;
  return query.text.empty() || said(record, query.text);
}

}  // namespace parley
