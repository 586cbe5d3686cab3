// SPDX-License-Identifier: Apache-2.0
#include "parley/api/control_api.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "answers.hpp"
#include "memory_calls.hpp"
#include "openapi.hpp"
#include "reception.hpp"
#include "resources.hpp"
#include "schemas.hpp"

namespace parley {
namespace {

std::vector<Endpoint> described_endpoints() {
  auto all = all_endpoints();
  for (auto& one : doors_of_others()) all.push_back(std::move(one));
  return all;
}

std::optional<RequestRate> rate_of(const std::vector<StoredSetting>& settings) {
  for (const auto& setting : settings) {
    if (setting.name != "rate_limit") continue;
    const auto value = Json::parse(setting.value, nullptr, false);
    const bool sane = value.is_object() && value.value("requests_per_second", Json()).is_number() &&
                      value.value("burst", Json()).is_number();
    if (!sane) return std::nullopt;
    const RequestRate rate{value["requests_per_second"].get<double>(), value["burst"].get<double>()};
    if (rate.per_second >= 1 && rate.burst >= 1) return rate;
  }
  return std::nullopt;
}

// On, unless the installation says otherwise.
bool router_enabled(const std::vector<StoredSetting>& settings) {
  for (const auto& setting : settings) {
    if (setting.name != "router") continue;
    const auto value = Json::parse(setting.value, nullptr, false);
    return !value.is_object() || value.value("enabled", Json(true)) != Json(false);
  }
  return true;
}

}  // namespace

struct ControlApi::Insides {
  explicit Insides(Parts given)
      : schemas(all_schemas()), endpoints(all_endpoints()), tools(make_tools(std::move(given))) {
    if (tools.parts.archive == nullptr && tools.parts.recent != nullptr) {
      memory = std::make_unique<MemoryCalls>(*tools.parts.recent);
    }
    tools.calls = tools.parts.archive != nullptr ? tools.parts.archive : memory.get();
    document = dump_json(openapi_document(described_endpoints(), schemas, tools.parts.build.version));
    tools.description = &document;
    tools.settings_changed = [this] { return reload(); };
  }

  static ApiTools make_tools(Parts given) {
    if (!given.changed) given.changed = [](const OrganizationKey&) {};
    ApiTools made;
    made.parts = std::move(given);
    return made;
  }

  Task<void> reload() {
    if (tools.parts.keys == nullptr) co_return;
    const OrganizationKey installation;
    auto asking = tools.parts.keys->settings(installation);
    const auto settings = co_await std::move(asking);
    if (!settings) {
      tools.parts.log.warning("settings.unavailable", settings.error().message);
      co_return;
    }
    if (tools.parts.router_switch != nullptr) {
      const bool enabled = router_enabled(*settings);
      if (enabled != router_live) tools.parts.log.info("router.switched", enabled ? "on" : "off, for everybody");
      router_live = enabled;
      tools.parts.router_switch->set(enabled);
    }
    reception.set_rate(rate_of(*settings).value_or(RequestRate{}));
  }

  const Json schemas;
  const std::vector<Endpoint> endpoints;
  ApiTools tools;
  std::unique_ptr<MemoryCalls> memory;  // in place of an archive
  std::string document;
  bool router_live = true;  // as the installation's setting said when it was read last
  Reception reception{tools, schemas};
};

ControlApi::ControlApi(Parts parts) : insides_(std::make_unique<Insides>(std::move(parts))) {}
ControlApi::~ControlApi() = default;

HttpRoutes ControlApi::routes() const {
  HttpRoutes routes;
  for (const auto& endpoint : insides_->endpoints) {
    auto answer = [this, &endpoint](HttpRequest request) {
      return insides_->reception.receive(endpoint, std::move(request));
    };
    routes.add(endpoint.method, endpoint.pattern, std::move(answer));
  }
  return routes;
}

const std::string& ControlApi::description() const { return insides_->document; }

std::vector<std::string> ControlApi::gaps(const std::vector<std::string>& routes) const {
  const std::set<std::string> there(routes.begin(), routes.end());
  std::set<std::string> described;
  for (const auto& endpoint : described_endpoints()) described.insert(endpoint.name());
  std::vector<std::string> gaps;
  for (const auto& name : there) {
    if (!described.contains(name)) gaps.push_back("not described: " + name);
  }
  for (const auto& name : described) {
    if (!there.contains(name)) gaps.push_back("described, but not there: " + name);
  }
  return gaps;
}

Task<void> ControlApi::reload_settings() { return insides_->reload(); }

HttpResponse ControlApi::problem(const HttpProblem& problem) {
  Json json;
  json["type"] = "about:blank";
  json["title"] = reason_phrase(problem.status);
  json["status"] = problem.status;
  json["detail"] = problem.detail;
  json["instance"] = problem.instance.empty() ? Json(nullptr) : Json(problem.instance);
  json["code"] = problem.code;
  json["request_id"] = problem.request_id.empty() ? Json(nullptr) : Json(problem.request_id);
  for (const auto& place : problem.errors) {
    Json one{{"pointer", place.pointer}, {"detail", place.detail}};
    if (place.row > 0) one["row"] = place.row;
    if (place.line > 0) one["line"] = place.line;
    json["errors"].push_back(std::move(one));
  }
  HttpResponse response(problem.status, "application/problem+json", dump_json(json));
  response.headers.add("Cache-Control", "no-store");
  if (problem.status == 401) response.headers.add("WWW-Authenticate", "Bearer realm=\"parley\"");
  return response;
}

}  // namespace parley
