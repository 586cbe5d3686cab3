// SPDX-License-Identifier: Apache-2.0
#include "call_question.hpp"

#include <utility>

#include "answers.hpp"
#include "moments.hpp"

namespace parley {
namespace {

constexpr std::size_t kLongestSearch = 200;

std::optional<HttpResponse> read_text(const Ask& ask, const char* name, const char* code, std::string& place) {
  const auto text = ask.request.query_value(name);
  if (!text) return std::nullopt;
  if (text->empty() || text->size() > kLongestSearch || first_bad_utf8(*text)) {
    return refuse(ask, 400, code, "'" + std::string(name) + "' is a text of 1 to 200 bytes of UTF-8.");
  }
  place = *text;
  return std::nullopt;
}

std::optional<HttpResponse> read_moment(const Ask& ask, const char* name, const char* code,
                                        std::optional<WallTime>& place) {
  const auto text = ask.request.query_value(name);
  if (!text) return std::nullopt;
  place = parse_rfc3339(*text);
  if (place) return std::nullopt;
  return refuse(ask, 400, code, "'" + std::string(name) + "' is a time as 2026-11-21T11:35:22Z; write '+' as %2B.");
}

}  // namespace

std::variant<CallQuery, HttpResponse> call_query_of(const Ask& ask) {
  CallQuery query;
  query.organization = ask.organization;
  std::optional<HttpResponse> refusal;
  const auto page = page_asked(ask, refusal);
  if (!page) return std::move(*refusal);
  query.limit = page->limit;
  if (!page->cursor.empty()) {
    query.cursor = CallCursor::parse(page->cursor);
    if (!query.cursor) {
      return refuse(ask, 400, "invalid_cursor", "'cursor' is the next_cursor of the page before.");
    }
  }
  if (const auto state = ask.request.query_value("state")) {
    if (*state != "live") return refuse(ask, 400, "invalid_state", "'state' may be live, or be left out.");
    query.live_only = true;
  }
  if (const auto reason = ask.request.query_value("end_reason")) {
    query.end_reason = parse_call_end(*reason);
    if (!query.end_reason) return refuse(ask, 400, "invalid_end_reason", "There is no such end_reason.");
  }
  refusal = read_text(ask, "number", "invalid_number", query.number);
  if (!refusal) refusal = read_text(ask, "text", "invalid_text", query.text);
  if (!refusal) refusal = read_moment(ask, "from", "invalid_from", query.from);
  if (!refusal) refusal = read_moment(ask, "before", "invalid_before", query.before);
  if (refusal) return std::move(*refusal);
  return query;
}

}  // namespace parley
