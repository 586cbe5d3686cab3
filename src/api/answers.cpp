// SPDX-License-Identifier: Apache-2.0
#include "answers.hpp"

#include <charconv>
#include <utility>

namespace parley {

HttpResponse json_answer(unsigned status, const Json& json) {
  HttpResponse response(status, "application/json", dump_json(json));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

HttpResponse empty_answer() {
  HttpResponse response;
  response.status = 204;
  return response;
}

HttpResponse text_answer(std::string media_type, std::string text) {
  HttpResponse response(200, std::move(media_type), std::move(text));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

HttpResponse refuse(const HttpRequest& request, unsigned status, const char* code, std::string detail,
                    std::vector<HttpProblemPlace> errors) {
  HttpProblem problem(status, code, std::move(detail));
  problem.instance = request.path;
  problem.request_id = request.request_id;
  problem.errors = std::move(errors);
  return ControlApi::problem(problem);
}

HttpResponse not_found(const Ask& ask, const char* what) {
  return refuse(ask, 404, "not_found", std::string("There is no ") + what + ".");
}

HttpResponse invalid(const Ask& ask, std::vector<HttpProblemPlace> errors) {
  const std::string count = errors.size() == 1 ? "One thing is" : std::to_string(errors.size()) + " things are";
  return refuse(ask, 422, "invalid", count + " wrong with the body; nothing was changed.", std::move(errors));
}

HttpResponse store_unavailable(const HttpRequest& request, const std::string& reason) {
  auto response = refuse(request, 503, "store_unavailable", "The database does not answer: " + reason);
  response.headers.add("Retry-After", "5");
  return response;
}

HttpResponse failed(const Ask& ask, const Error& error, const char* what) {
  switch (error.fault) {
    case Fault::not_found:
      return not_found(ask, what);
    case Fault::conflict:
      return refuse(ask, 409, "conflict", error.message);
    case Fault::invalid_input:
      return refuse(ask, 422, "invalid", error.message);
    case Fault::unsupported:
      return refuse(ask, 409, "unsupported", error.message);
    case Fault::closed:
    case Fault::unavailable:
    case Fault::timed_out:
    case Fault::exhausted:
      break;
  }
  return store_unavailable(ask.request, error.message);
}

std::string etag(std::int64_t version) { return "\"" + std::to_string(version) + "\""; }

HttpResponse versioned_answer(const Ask& ask, unsigned status, const Json& json, std::int64_t version) {
  return versioned_text(ask, status, dump_json(json), version);
}

HttpResponse versioned_text(const Ask& ask, unsigned status, std::string json, std::int64_t version) {
  const auto tag = etag(version);
  const auto known = ask.request.headers.get("If-None-Match");
  const bool same = status == 200 && ask.request.method != "PUT" && ask.request.method != "PATCH" &&
                    (known == "*" || known.find(tag) != std::string_view::npos);
  HttpResponse response;
  if (same) {
    response.status = 304;
  } else {
    response = HttpResponse(status, "application/json", std::move(json));
  }
  response.headers.add("Cache-Control", "private, no-cache");
  response.headers.add("ETag", tag);
  return response;
}

HttpResponse stale(const Ask& ask, std::int64_t current) {
  auto response = refuse(ask, 412, "stale", "Somebody else changed it since; read it again and repeat the change.");
  response.headers.add("ETag", etag(current));
  return response;
}

bool is_stale(const Ask& ask, std::int64_t current) {
  return ask.expected && *ask.expected != kAnyVersion && *ask.expected != current;
}

std::optional<PageAsked> page_asked(const Ask& ask, std::optional<HttpResponse>& refusal) {
  constexpr std::size_t kMost = 500;
  PageAsked page;
  if (const auto text = ask.request.query_value("limit")) {
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), page.limit);
    if (error != std::errc{} || end != text->data() + text->size() || page.limit < 1 || page.limit > kMost) {
      refusal = refuse(ask, 400, "invalid_limit", "'limit' is a whole number from 1 to 500.");
      return std::nullopt;
    }
  }
  page.cursor = ask.request.query_value("cursor").value_or("");
  return page;
}

Json page_json(Json entries, const std::optional<std::string>& next_cursor) {
  Json json;
  json["data"] = std::move(entries);
  json["next_cursor"] = next_cursor ? Json(*next_cursor) : Json(nullptr);
  return json;
}

}  // namespace parley
