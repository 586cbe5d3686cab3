// SPDX-License-Identifier: Apache-2.0
// Organizations: what each wants from its agent, without numbers and patterns.
#include <algorithm>
#include <utility>

#include "answers.hpp"
#include "definition_check.hpp"
#include "parley/config/organization_document.hpp"
#include "resources.hpp"

namespace parley {
namespace {

constexpr const char* kOrganization = "such organization";

Json name_json(const Organization& organization) {
  Json json;
  json["key"] = organization.key.value;
  json["name"] = organization.name;
  json["numbers"] = organization.numbers;
  return json;
}

Json profile_json(const Organization& definition) {
  return Json::parse(organization_to_json(definition, OrganizationParts::profile));
}

// Every key that there is, in order; from the directory when there is no database.
Task<Result<std::vector<OrganizationKey>>> all_keys(const Ask& ask) {
  std::vector<OrganizationKey> keys;
  if (!ask.identity.of_installation()) {
    keys.push_back(ask.identity.organization);
    co_return keys;
  }
  if (ask.parts().store != nullptr) {
    const auto versions = co_await ask.parts().store->versions();
    if (!versions) co_return versions.error();
    for (const auto& one : *versions) keys.push_back(one.key);
  } else {
    for (const auto& one : ask.parts().organizations->all()) keys.push_back(one.definition->key);
  }
  std::sort(keys.begin(), keys.end());
  co_return keys;
}

// nullopt: there is none of that key (any more).
Task<Result<std::optional<Json>>> name_of(const Ask& ask, const OrganizationKey& key) {
  const auto served = ask.parts().organizations->by_key(key);
  if (served) co_return std::optional<Json>(name_json(*served->definition));
  if (ask.parts().store == nullptr) co_return std::optional<Json>();
  const auto stored = co_await ask.parts().store->load(key);
  if (stored) co_return std::optional<Json>(name_json(stored->definition));
  if (stored.error().fault == Fault::not_found) co_return std::optional<Json>();
  co_return stored.error();
}

Task<HttpResponse> list_organizations(const Ask& ask) {
  std::optional<HttpResponse> refusal;
  const auto page = page_asked(ask, refusal);
  if (!page) co_return std::move(*refusal);
  const auto keys = co_await all_keys(ask);
  if (!keys) co_return failed(ask, keys.error(), kOrganization);
  Json names = Json::array();
  std::optional<std::string> next;
  for (const auto& key : *keys) {
    if (!page->cursor.empty() && key.value <= page->cursor) continue;
    if (names.size() == page->limit) {
      next = names.back()["key"].get<std::string>();
      break;
    }
    auto name = co_await name_of(ask, key);
    if (!name) co_return failed(ask, name.error(), kOrganization);
    if (*name) names.push_back(std::move(**name));
  }
  co_return json_answer(200, page_json(std::move(names), next));
}

Task<HttpResponse> create_organization(const Ask& ask) {
  const bool whole = ask.body.is_object() && (ask.body.contains("numbers") || ask.body.contains("patterns"));
  const auto document = whole ? parse_organization_json(ask.request.body, ask.parts().voices)
                              : parse_profile_json(ask.request.body, ask.parts().voices);
  if (!document.faults.empty()) co_return invalid(ask, places_of(document.faults));
  const auto& definition = document.organization;
  auto faults = definition_faults(ask.parts(), definition);
  if (!faults.empty()) co_return invalid(ask, std::move(faults));
  auto created = co_await ask.parts().store->create_organization(definition, ask.note());
  if (!created) co_return failed(ask, created.error(), kOrganization);
  ask.parts().changed(definition.key);
  const auto stored = co_await ask.parts().store->load(definition.key);
  if (!stored) co_return failed(ask, stored.error(), kOrganization);
  auto response = versioned_answer(ask, 201, profile_json(stored->definition), stored->version);
  response.headers.add("Location", "/v1/organizations/" + definition.key.value);
  co_return response;
}

Task<HttpResponse> show_organization(const Ask& ask) {
  const auto stored = co_await ask.parts().store->load(ask.organization);
  if (!stored) co_return failed(ask, stored.error(), kOrganization);
  co_return versioned_answer(ask, 200, profile_json(stored->definition), stored->version);
}

Task<HttpResponse> change_organization(const Ask& ask) {
  auto stored = co_await ask.parts().store->load(ask.organization);
  if (!stored) co_return failed(ask, stored.error(), kOrganization);
  if (is_stale(ask, stored->version)) co_return stale(ask, stored->version);
  auto merged = profile_json(stored->definition);
  merged.merge_patch(ask.body);
  auto document = parse_profile_json(merged.dump(), ask.parts().voices);
  if (!document.faults.empty()) co_return invalid(ask, places_of(document.faults));
  auto& definition = document.organization;
  if (definition.key != ask.organization) {
    std::vector<HttpProblemPlace> faults;
    faults.push_back({"/organization/key", "never changes", 0, 0});
    co_return invalid(ask, std::move(faults));
  }
  definition.numbers = stored->definition.numbers;
  definition.patterns = stored->definition.patterns;
  auto faults = definition_faults(ask.parts(), definition);
  if (!faults.empty()) co_return invalid(ask, std::move(faults));
  const auto saved = co_await ask.parts().store->save_profile(definition, stored->version, ask.note());
  if (!saved && saved.error().fault == Fault::conflict) co_return stale(ask, stored->version + 1);
  if (!saved) co_return failed(ask, saved.error(), kOrganization);
  ask.parts().changed(ask.organization);
  co_return versioned_answer(ask, 200, profile_json(definition), *saved);
}

Task<HttpResponse> delete_organization(const Ask& ask) {
  const OrganizationKey key{ask.request.path_value("key")};
  const auto stored = co_await ask.parts().store->load(key);
  if (!stored) co_return failed(ask, stored.error(), kOrganization);
  if (is_stale(ask, stored->version)) co_return stale(ask, stored->version);
  const auto removed = co_await ask.parts().store->remove(key, stored->version, ask.note());
  if (!removed && removed.error().fault == Fault::conflict) co_return stale(ask, stored->version + 1);
  if (!removed) co_return failed(ask, removed.error(), kOrganization);
  ask.parts().changed(key);
  ask.parts().access->forget();
  co_return empty_answer();
}

}  // namespace

std::vector<Endpoint> organizations_api() {
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/v1/organizations", list_organizations)
      .tell("organizations", "List the organizations that the key sees")
      .asks_any_key()
      .paged()
      .gives(200, "OrganizationPage", "A page, by key.")
      .fails(400, "A parameter is wrong.");
  all.emplace_back("POST", "/v1/organizations", create_organization)
      .tell("organizations", "Create an organization", "`numbers` and `patterns` may be given as well.")
      .asks(Scope::configuration_write, Entry::installation)
      .stored()
      .takes_document("Profile")
      .acts_once()
      .gives(201, "Profile", "It is there.")
      .fails(409, "The key or a number is taken.");
  all.emplace_back("GET", "/v1/organizations/{key}", show_organization)
      .tell("organizations", "One organization", "With an `ETag` for changes; If-None-Match is honoured.")
      .asks(Scope::configuration_read)
      .stored()
      .gives(200, "Profile", "The organization.")
      .gives(304, "", "The client has it already.");
  all.emplace_back("PATCH", "/v1/organizations/{key}", change_organization)
      .tell("organizations", "Change an organization",
            "From the next call on; running calls keep what they began with.")
      .asks(Scope::configuration_write)
      .stored()
      .takes_merge_patch("ProfilePatch")
      .conditional()
      .gives(200, "Profile", "As it is now.");
  all.emplace_back("DELETE", "/v1/organizations/{key}", delete_organization)
      .tell("organizations", "Delete an organization", "With its numbers, patterns, calls and keys.")
      .asks(Scope::configuration_write, Entry::installation)
      .stored()
      .conditional()
      .gives(204, "", "It is gone.")
      .fails(404, "There is no such organization.");
  return all;
}

}  // namespace parley
