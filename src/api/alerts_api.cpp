// SPDX-License-Identifier: Apache-2.0
// What operators are to look at.
#include "answers.hpp"
#include "parley/core/rfc3339.hpp"
#include "resources.hpp"

namespace parley {
namespace {

Json to_json(const AlertRow& alert) {
  const auto or_null = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
  Json json;
  json["id"] = alert.id;
  json["organization"] = or_null(alert.organization.value);
  json["kind"] = alert.kind;
  json["severity"] = alert.severity;
  json["state"] = alert.state;
  json["subject"] = or_null(alert.subject);
  json["detail"] = alert.detail;
  json["value"] = alert.value;
  json["threshold"] = alert.threshold;
  json["opened_at"] = format_rfc3339(alert.opened_at);
  json["resolved_at"] = alert.resolved_at ? Json(format_rfc3339(*alert.resolved_at)) : Json(nullptr);
  json["resolved_by"] = or_null(alert.resolved_by);
  return json;
}

Task<HttpResponse> list_alerts(const Ask& ask) {
  if (ask.parts().alerts == nullptr) co_return store_unavailable(ask.request, "There is no database.");
  std::optional<HttpResponse> refusal;
  const auto page = page_asked(ask, refusal);
  if (!page) co_return std::move(*refusal);
  const auto state = ask.request.query_value("state").value_or("");
  if (!state.empty() && state != "open" && state != "resolved") {
    co_return refuse(ask, 400, "invalid_state", "'state' is open or resolved.");
  }
  if (!page->cursor.empty() && !Uuid::parse(page->cursor)) {
    co_return refuse(ask, 400, "invalid_cursor", "'cursor' is the next_cursor of the page before.");
  }
  const auto found = co_await ask.parts().alerts->list(ask.organization, state, page->limit, page->cursor);
  if (!found) co_return failed(ask, found.error(), "such organization");
  Json alerts = Json::array();
  for (const auto& alert : found->alerts) alerts.push_back(to_json(alert));
  co_return json_answer(200, page_json(std::move(alerts), found->next_cursor));
}

Task<HttpResponse> resolve_alert(const Ask& ask) {
  if (ask.parts().alerts == nullptr) co_return store_unavailable(ask.request, "There is no database.");
  const auto id = ask.request.path_value("id");
  const auto resolved = co_await ask.parts().alerts->resolve(ask.organization, id, ask.note());
  if (!resolved) co_return failed(ask, resolved.error(), "alert with this id");
  co_return json_answer(200, to_json(*resolved));
}

}  // namespace

std::vector<Endpoint> alerts_api() {
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/v1/alerts", list_alerts)
      .tell("alerts", "List alerts",
            "Of an organization, or of the installation. They are raised and resolved by what is measured every 30 s.")
      .asks(Scope::configuration_read, Entry::either)
      .stored()
      .query("state", R"({"enum":["open","resolved"]})", "Only those.")
      .paged()
      .gives(200, "AlertPage", "A page.");
  all.emplace_back("POST", "/v1/alerts/{id}", resolve_alert)
      .tell("alerts", "Resolve an alert", "It is raised again while its reason lasts; audited.")
      .asks(Scope::configuration_write, Entry::either)
      .stored()
      .takes("AlertChange")
      .acts_once()
      .gives(200, "Alert", "As it is now.");
  return all;
}

}  // namespace parley
