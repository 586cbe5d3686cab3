// SPDX-License-Identifier: Apache-2.0
// What the router did for an organization in a period.
#include "answers.hpp"
#include "figures_json.hpp"
#include "moments.hpp"
#include "parley/core/rfc3339.hpp"
#include "resources.hpp"

namespace parley {
namespace {

constexpr std::chrono::hours kUsual{24};
constexpr std::chrono::hours kLongest{24 * 366};

HttpResponse wrong_period(const Ask& ask, const char* name) {
  return refuse(ask, 400, "invalid_period",
                "'" + std::string(name) + "' is a time as 2026-11-21T11:35:22Z; write '+' as %2B.");
}

Task<HttpResponse> show_figures(const Ask& ask) {
  if (ask.parts().analytics == nullptr) co_return store_unavailable(ask.request, "There is no database.");
  WallTime before = ask.parts().clock->wall_now();
  if (const auto text = ask.request.query_value("to")) {
    const auto given = parse_rfc3339(*text);
    if (!given) co_return wrong_period(ask, "to");
    before = *given;
  }
  WallTime from = before - kUsual;
  if (const auto text = ask.request.query_value("from")) {
    const auto given = parse_rfc3339(*text);
    if (!given) co_return wrong_period(ask, "from");
    from = *given;
  }
  if (from >= before || before - from > kLongest) {
    co_return refuse(ask, 400, "invalid_period", "'from' is before 'to', by 366 days at the most.");
  }
  const auto figures = co_await ask.parts().analytics->figures(ask.organization, from, before);
  if (!figures) co_return failed(ask, figures.error(), "such organization");
  Json json;
  json["organization"] = ask.organization.value;
  json["from"] = format_rfc3339(from);
  json["to"] = format_rfc3339(before);
  const auto all = analytics_json(*figures);
  for (const auto& [name, value] : all.items()) json[name] = value;
  co_return json_answer(200, json);
}

}  // namespace

std::vector<Endpoint> analytics_api() {
  constexpr const char* kTime = R"({"type":"string","format":"date-time"})";
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/v1/analytics/router/{key}", show_figures)
      .tell("router", "What the router did", "Of the calls that began in the period; the last 24 hours by default.")
      .asks(Scope::calls_read)
      .stored()
      .query("from", kTime, "Calls that began at or after; 24 hours before `to` by default.")
      .query("to", kTime, "Calls that began before; now by default.")
      .gives(200, "RouterAnalytics", "Counts, shares, latencies, money.")
      .fails(400, "The period is none.");
  return all;
}

}  // namespace parley
