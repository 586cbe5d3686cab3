// SPDX-License-Identifier: Apache-2.0
// Answers of endpoints: JSON, problems, versions, pages.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "endpoint.hpp"

namespace parley {

HttpResponse json_answer(unsigned status, const Json& json);
HttpResponse empty_answer();  // 204
HttpResponse text_answer(std::string media_type, std::string text);

// A problem with this request.
HttpResponse refuse(const HttpRequest& request, unsigned status, const char* code, std::string detail,
                    std::vector<HttpProblemPlace> errors = {});
inline HttpResponse refuse(const Ask& ask, unsigned status, const char* code, std::string detail,
                           std::vector<HttpProblemPlace> errors = {}) {
  return refuse(ask.request, status, code, std::move(detail), std::move(errors));
}
HttpResponse not_found(const Ask& ask, const char* what);  // "There is no WHAT."
HttpResponse invalid(const Ask& ask, std::vector<HttpProblemPlace> errors);
HttpResponse store_unavailable(const HttpRequest& request, const std::string& reason);
// What a store says: not_found, conflict, invalid_input, or that it does not answer.
HttpResponse failed(const Ask& ask, const Error& error, const char* what);

// "\"7\""
std::string etag(std::int64_t version);
// Without a body when the client has it already (If-None-Match).
HttpResponse versioned_answer(const Ask& ask, unsigned status, const Json& json, std::int64_t version);
// The same with the JSON as text already.
HttpResponse versioned_text(const Ask& ask, unsigned status, std::string json, std::int64_t version);
HttpResponse stale(const Ask& ask, std::int64_t current);
// Whether the change that is asked for is not based on `current`.
bool is_stale(const Ask& ask, std::int64_t current);

struct PageAsked {
  std::size_t limit = 50;
  std::string cursor;  // empty: from the start
};
// nullopt: `limit` is wrong; then `refusal` says so.
std::optional<PageAsked> page_asked(const Ask& ask, std::optional<HttpResponse>& refusal);

Json page_json(Json entries, const std::optional<std::string>& next_cursor);

}  // namespace parley
