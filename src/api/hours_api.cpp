// SPDX-License-Identifier: Apache-2.0
// Whether an organization is open at some moment, as its callers would hear it.
#include "answers.hpp"
#include "moments.hpp"
#include "parley/core/rfc3339.hpp"
#include "parley/dialogue/opening_hours.hpp"
#include "resources.hpp"

namespace parley {
namespace {

Json hours_json(const Organization& organization, WallTime at) {
  const OpeningTimes times(organization.hours, organization.timezone, at);
  const auto or_null = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
  Json json;
  json["at"] = format_rfc3339(at);
  json["timezone"] = organization.timezone;
  json["open_now"] = times.open_now();
  json["hours_today"] = times.hours_today();
  json["closes_at"] = or_null(times.closes_at());
  json["next_opening"] = or_null(times.next_opening());
  return json;
}

Task<HttpResponse> show_hours(const Ask& ask) {
  WallTime at = ask.parts().clock->wall_now();
  if (const auto text = ask.request.query_value("at")) {
    const auto asked = parse_rfc3339(*text);
    if (!asked) {
      co_return refuse(ask, 400, "invalid_at", "'at' is a time as 2026-11-21T11:35:22Z; write '+' as %2B.");
    }
    at = *asked;
  }
  const auto served = ask.parts().organizations->by_key(ask.organization);
  if (served) co_return json_answer(200, hours_json(*served->definition, at));
  if (ask.parts().store == nullptr) co_return not_found(ask, "such organization");
  const auto stored = co_await ask.parts().store->load(ask.organization);
  if (!stored) co_return failed(ask, stored.error(), "such organization");
  co_return json_answer(200, hours_json(stored->definition, at));
}

}  // namespace

std::vector<Endpoint> hours_api() {
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/v1/organizations/{key}/hours", show_hours)
      .tell("organizations", "Whether it is open", "Now or at another time, in the words that callers hear.")
      .asks(Scope::configuration_read)
      .query("at", R"({"type":"string","format":"date-time"})", "In place of now.")
      .gives(200, "Hours", "What callers would hear.")
      .fails(400, "`at` is no time.");
  return all;
}

}  // namespace parley
