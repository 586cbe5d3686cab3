// SPDX-License-Identifier: Apache-2.0
// Who changed what.
#include <utility>

#include "answers.hpp"
#include "parley/core/rfc3339.hpp"
#include "resources.hpp"

namespace parley {
namespace {

Json parsed_or_null(const std::string& text) {
  if (text.empty()) return nullptr;
  auto json = Json::parse(text, nullptr, false);
  return json.is_discarded() ? Json(text) : json;
}

Json to_json(const AuditEntry& entry) {
  Json json;
  json["id"] = entry.id;
  json["at"] = format_rfc3339(entry.at);
  json["actor"] = entry.actor;
  json["request_id"] = entry.request_id.empty() ? Json(nullptr) : Json(entry.request_id);
  json["action"] = entry.action;
  json["object"] = entry.object;
  json["before"] = parsed_or_null(entry.before);
  json["after"] = parsed_or_null(entry.after);
  return json;
}

Task<HttpResponse> list_entries(const Ask& ask) {
  std::optional<HttpResponse> refusal;
  const auto page = page_asked(ask, refusal);
  if (!page) co_return std::move(*refusal);
  if (!page->cursor.empty() && !Uuid::parse(page->cursor)) {
    co_return refuse(ask, 400, "invalid_cursor", "'cursor' is the next_cursor of the page before.");
  }
  const auto whose = ask.organization.value.empty() ? OrganizationKey{"*"} : ask.organization;
  auto entries = co_await ask.parts().store->audit(whose, page->limit + 1, page->cursor);
  if (!entries) co_return failed(ask, entries.error(), "such organization");
  std::optional<std::string> next;
  if (entries->size() > page->limit) {
    entries->resize(page->limit);
    next = entries->back().id;
  }
  Json some = Json::array();
  for (const auto& entry : *entries) some.push_back(to_json(entry));
  co_return json_answer(200, page_json(std::move(some), next));
}

}  // namespace

std::vector<Endpoint> audit_api() {
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/v1/audit", list_entries)
      .tell("audit", "Who changed what", "Newest first; of an organization, or of the installation.")
      .asks(Scope::audit_read, Entry::either)
      .stored()
      .paged()
      .gives(200, "AuditPage", "A page.");
  return all;
}

}  // namespace parley
