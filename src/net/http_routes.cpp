// SPDX-License-Identifier: Apache-2.0
#include "parley/net/http_routes.hpp"

#include <algorithm>
#include <optional>

namespace parley {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// Cuts the first segment off a path that begins with '/'.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const auto end = std::min(path.find('/'), path.size());
  const auto segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

std::optional<Parameters> match(std::string_view pattern, std::string_view path) {
  Parameters parameters;
  while (pattern.starts_with('/') && path.starts_with('/')) {
    const auto wanted = take_segment(pattern);
    const auto given = take_segment(path);
    if (wanted.starts_with('{') && wanted.ends_with('}')) {
      if (given.empty()) return std::nullopt;
      parameters.emplace_back(wanted.substr(1, wanted.size() - 2), given);
    } else if (wanted != given) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return parameters;
}

void add_allowed(std::string& allow, std::string_view method) {
  allow += (allow.empty() ? "" : ", ") + std::string(method);
  if (method == "GET") allow += ", HEAD";
}

}  // namespace

void HttpRoutes::add(std::string method, std::string pattern, HttpAnswer answer) {
  routes_.push_back({std::move(method), std::move(pattern), std::move(answer), {}});
}

void HttpRoutes::add_upgrade(std::string pattern, WebSocketGate gate) {
  routes_.push_back({"GET", std::move(pattern), {}, std::move(gate)});
}

HttpRoutes::Match HttpRoutes::find(std::string_view method, std::string_view path) const {
  Match found;
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  for (const auto& route : routes_) {
    auto parameters = match(route.pattern, path);
    if (!parameters) continue;
    if (route.gate) {
      if (found.allow.empty()) found.allow = "GET";
      if (found.answer != nullptr || found.gate != nullptr || method != "GET") continue;
      found.gate = &route.gate;
      found.parameters = std::move(*parameters);
      continue;
    }
    add_allowed(found.allow, route.method);
    if (found.answer != nullptr || found.gate != nullptr || route.method != wanted) continue;
    found.answer = &route.answer;
    found.parameters = std::move(*parameters);
  }
  return found;
}

std::vector<std::string> HttpRoutes::list() const {
  std::vector<std::string> names;
  for (const auto& route : routes_) names.push_back(route.method + " " + route.pattern);
  return names;
}

}  // namespace parley
