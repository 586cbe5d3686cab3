// SPDX-License-Identifier: Apache-2.0
#include "parley/api/control_api.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "call_json.hpp"
#include "key_ring.hpp"
#include "try_page.hpp"

namespace parley {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kListed = 50;
constexpr std::size_t kMostListed = 500;

// Transcripts and headers may hold bytes that are no UTF-8; they are replaced, never a reason to fail.
std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

HttpResponse json_response(unsigned status, const Json& json) {
  HttpResponse response(status, "application/json", dump(json));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

HttpProblem problem_for(const HttpRequest& request, unsigned status, const char* code, const std::string& detail) {
  HttpProblem problem(status, code, detail);
  problem.instance = request.path;
  problem.request_id = request.request_id;
  return problem;
}

HttpResponse no_such_call(const HttpRequest& request) {
  return ControlApi::problem(problem_for(request, 404, "not_found", "There is no call with this id."));
}

std::optional<std::size_t> listed(const std::optional<std::string>& text) {
  if (!text) return kListed;
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc{} || end != text->data() + text->size() || value < 1 || value > kMostListed) {
    return std::nullopt;
  }
  return value;
}

Json link_json(const Link& link) {
  const auto or_null = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
  Json json;
  json["name"] = link.name;
  json["state"] = to_string(link.health.state);
  json["essential"] = link.need == LinkNeed::essential;
  json["detail"] = or_null(link.health.detail);
  json["last_error"] = or_null(link.health.last_error);
  json["remedy"] = or_null(link.health.remedy);
  return json;
}

}  // namespace

ControlApi::ControlApi(Parts parts) : parts_(std::move(parts)) {}

HttpResponse ControlApi::problem(const HttpProblem& problem) {
  Json json;
  json["type"] = "about:blank";
  json["title"] = reason_phrase(problem.status);
  json["status"] = problem.status;
  json["detail"] = problem.detail;
  json["instance"] = problem.instance.empty() ? Json(nullptr) : Json(problem.instance);
  json["code"] = problem.code;
  json["request_id"] = problem.request_id.empty() ? Json(nullptr) : Json(problem.request_id);
  HttpResponse response(problem.status, "application/problem+json", dump(json));
  response.headers.add("Cache-Control", "no-store");
  if (problem.status == 401) response.headers.add("WWW-Authenticate", "Bearer realm=\"parley\"");
  return response;
}

HttpRoutes ControlApi::routes() const {
  HttpRoutes routes;
  // Every answer here is at hand at once; the coroutine is what the server awaits.
  const auto open = [this](HttpResponse (ControlApi::*answer)(const HttpRequest&) const) -> HttpAnswer {
    return [this, answer](HttpRequest request) -> Task<HttpResponse> { co_return (this->*answer)(request); };
  };
  const auto with_key = [this](HttpResponse (ControlApi::*answer)(const HttpRequest&, const OrganizationKey&)
                                   const) -> HttpAnswer {
    return [this, answer](HttpRequest request) -> Task<HttpResponse> {
      const auto organization = organization_of(parts_.keys, bearer_token(request.headers.get("Authorization")));
      if (!organization) co_return unauthorized(request);
      co_return (this->*answer)(request, *organization);
    };
  };
  routes.add("GET", "/", open(&ControlApi::doors));
  routes.add("GET", "/livez", open(&ControlApi::liveness));
  routes.add("GET", "/readyz", open(&ControlApi::readiness));
  routes.add("GET", "/metrics", open(&ControlApi::metrics));
  routes.add("GET", "/try", open(&ControlApi::try_out));
  routes.add("GET", "/try/{file}", open(&ControlApi::try_out));
  routes.add("GET", "/v1/organizations", open(&ControlApi::organizations));
  routes.add("GET", "/v1/calls", with_key(&ControlApi::calls));
  routes.add("GET", "/v1/calls/{id}", with_key(&ControlApi::call));
  routes.add("GET", "/v1/calls/{id}/recording", with_key(&ControlApi::recording));
  routes.add("GET", "/v1/callbacks", with_key(&ControlApi::callbacks));
  return routes;
}

HttpResponse ControlApi::unauthorized(const HttpRequest& request) const {
  return problem(problem_for(request, 401, "unauthorized", "Send the API key as 'Authorization: Bearer KEY'."));
}

HttpResponse ControlApi::doors(const HttpRequest&) const {
  return {200, "text/plain; charset=utf-8",
          "parley " + parts_.build.version +
              "\n/try: talk to it in a browser\n/livez  /readyz?verbose  /metrics\n"
              "/v1/organizations  /v1/calls  /v1/calls/{id}  /v1/calls/{id}/recording  /v1/callbacks   (Authorization: "
              "Bearer KEY)\n"};
}

HttpResponse ControlApi::liveness(const HttpRequest&) const {
  HttpResponse response(200, "text/plain; charset=utf-8", "ok\n");
  response.headers.add("Cache-Control", "no-store");
  return response;
}

HttpResponse ControlApi::readiness(const HttpRequest& request) const {
  const auto node = parts_.node();
  const auto readiness = decide_readiness(node);
  Json json;
  json["ready"] = readiness.ready;
  json["reasons"] = readiness.reasons;
  if (request.query_value("verbose")) {
    json["degraded"] = readiness.degraded;
    json["draining"] = node.draining;
    json["chain"] = Json::array();
    for (const auto& link : node.links) json["chain"].push_back(link_json(link));
  }
  auto response = json_response(readiness.ready ? 200 : 503, json);
  if (!readiness.ready) response.headers.add("Retry-After", "5");
  return response;
}

HttpResponse ControlApi::metrics(const HttpRequest& request) const {
  const auto format = choose_metrics_format(request.headers.get("Accept"));
  return {200, std::string(content_type(format)), parts_.meters->expose(format)};
}

HttpResponse ControlApi::try_out(const HttpRequest& request) const {
  auto page = try_page(request.path_value("file"));
  if (page) return std::move(*page);
  return problem(problem_for(request, 404, "not_found", "The page has no such file."));
}

HttpResponse ControlApi::organizations(const HttpRequest& request) const {
  const auto keys = organizations_of(parts_.keys, bearer_token(request.headers.get("Authorization")));
  if (keys.empty()) return unauthorized(request);
  Json json;
  json["data"] = Json::array();
  for (const auto& key : keys) {
    const auto served = parts_.organizations->by_key(key);
    if (!served) continue;
    Json entry;
    entry["key"] = key.value;
    entry["name"] = served->definition->name;
    entry["numbers"] = served->definition->numbers;
    json["data"].push_back(std::move(entry));
  }
  json["next_cursor"] = nullptr;
  return json_response(200, json);
}

HttpResponse ControlApi::calls(const HttpRequest& request, const OrganizationKey& organization) const {
  CallQuery query;
  query.organization = organization;
  const auto limit = listed(request.query_value("limit"));
  if (!limit) {
    const std::string most = std::to_string(kMostListed);
    return problem(problem_for(request, 400, "invalid_limit", "'limit' is a whole number from 1 to " + most + "."));
  }
  query.limit = *limit;
  if (const auto cursor = request.query_value("cursor")) {
    query.cursor = CallCursor::parse(*cursor);
    if (!query.cursor) {
      return problem(problem_for(request, 400, "invalid_cursor", "'cursor' is the next_cursor of the page before."));
    }
  }
  if (const auto state = request.query_value("state")) {
    if (*state != "live") {
      return problem(problem_for(request, 400, "invalid_state", "'state' may be live, or be left out."));
    }
    query.live_only = true;
  }
  const auto page = parts_.calls->list(query);
  Json json;
  json["data"] = Json::array();
  for (const auto& record : page.calls) json["data"].push_back(to_json(record));
  json["next_cursor"] = page.next_cursor ? Json(page.next_cursor->to_string()) : Json(nullptr);
  return json_response(200, json);
}

HttpResponse ControlApi::call(const HttpRequest& request, const OrganizationKey& organization) const {
  const auto id = CallId::parse(request.path_value("id"));
  const auto record = id ? parts_.calls->find(organization, *id) : std::nullopt;
  if (!record) return no_such_call(request);
  return json_response(200, to_json(*record));
}

HttpResponse ControlApi::recording(const HttpRequest& request, const OrganizationKey& organization) const {
  const auto id = CallId::parse(request.path_value("id"));
  const auto record = id ? parts_.calls->find(organization, *id) : std::nullopt;
  if (!record) return no_such_call(request);
  if (!record->recording_path) {
    return problem(problem_for(request, 404, "no_recording", "This call was not recorded."));
  }
  HttpResponse response;
  response.file = HttpFile{*record->recording_path, "audio/wav"};
  response.headers.add("Cache-Control", "no-store");
  return response;
}

HttpResponse ControlApi::callbacks(const HttpRequest&, const OrganizationKey& organization) const {
  Json json;
  json["data"] = Json::array();
  for (const auto& callback : parts_.calls->callbacks(organization)) json["data"].push_back(to_json(callback));
  json["next_cursor"] = nullptr;
  return json_response(200, json);
}

}  // namespace parley
