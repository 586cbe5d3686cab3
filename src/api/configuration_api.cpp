// SPDX-License-Identifier: Apache-2.0
// The whole configuration of an organization as one YAML text: the file that a server without a database starts with.
#include <charconv>
#include <utility>

#include "answers.hpp"
#include "configuration_text.hpp"
#include "definition_check.hpp"
#include "difference.hpp"
#include "flags.hpp"
#include "parley/config/load_organizations.hpp"
#include "resources.hpp"

namespace parley {
namespace {

std::vector<HttpProblemPlace> places_of(const std::vector<OrganizationFault>& faults) {
  std::vector<HttpProblemPlace> places;
  places.reserve(faults.size());
  for (const auto& fault : faults) places.push_back({"", fault.message, 0, fault.line});
  return places;
}

Task<HttpResponse> export_configuration(const Ask& ask) {
  const auto stored = co_await ask.parts().store->load(ask.organization);
  if (!stored) co_return failed(ask, stored.error(), "such organization");
  auto response = text_answer("application/yaml", write_configuration(stored->definition));
  response.headers.set("Cache-Control", "private, no-cache");
  response.headers.add("ETag", etag(stored->tenant_version));
  co_return response;
}

Task<HttpResponse> import_configuration(const Ask& ask) {
  const auto dry_run = flag_of(ask, "dry_run");
  if (!dry_run) co_return refuse(ask, 400, "invalid_dry_run", "'dry_run' is true or false.");
  if (!*dry_run && !ask.expected) {
    co_return refuse(ask, 428, "if_match_missing", "Send the ETag of the export as 'If-Match'.");
  }
  auto text = read_configuration(ask.request.body);
  if (!text) co_return refuse(ask, 422, "unknown_schema", text.error().message);
  const auto parsed = parse_organization(*text, "body", ask.parts().voices);
  if (!parsed.faults.empty()) co_return invalid(ask, places_of(parsed.faults));
  if (parsed.organization.key != ask.organization) {
    std::vector<HttpProblemPlace> faults;
    faults.push_back({"/organization/key", "is not the organization of the path", 0, 0});
    co_return invalid(ask, std::move(faults));
  }
  auto faults = definition_faults(ask.parts(), parsed.organization);
  if (!faults.empty()) co_return invalid(ask, std::move(faults));
  const auto stored = co_await ask.parts().store->load(ask.organization);
  if (!stored) co_return failed(ask, stored.error(), "such organization");
  if (is_stale(ask, stored->tenant_version)) co_return stale(ask, stored->tenant_version);
  const auto difference = difference_of(stored->definition, parsed.organization);
  if (!*dry_run && !difference.nothing()) {
    const auto replaced = co_await ask.parts().store->replace(parsed.organization, stored->tenant_version, ask.note());
    if (!replaced) co_return failed(ask, replaced.error(), "such organization");
    ask.parts().changed(ask.organization);
  }
  co_return json_answer(200, to_json(difference, *dry_run));
}

}  // namespace

std::vector<Endpoint> configuration_api() {
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/v1/organizations/{key}/configuration", export_configuration)
      .tell("organizations", "Export everything", "YAML with `schema`, the version of its shape.")
      .asks(Scope::configuration_read)
      .stored()
      .gives(200, "", "The file.", "application/yaml");
  auto& import =
      all.emplace_back("PUT", "/v1/organizations/{key}/configuration", import_configuration)
          .tell("organizations", "Import everything",
                "Definition, numbers and patterns become those of the file, or nothing changes. `If-Match` is required "
                "unless `dry_run` is set.")
          .asks(Scope::configuration_write)
          .stored()
          .takes_text({"application/yaml", "text/yaml", "text/plain"})
          .query("dry_run", R"({"type":"boolean","default":false})", "Checks and compares, changes nothing.")
          .gives(200, "Difference", "What was changed, or would be.")
          .fails(409, "A number belongs to somebody else, or the organization was changed meanwhile.")
          .fails(412, "Somebody else changed it since.")
          .fails(428, "`If-Match` is missing.");
  import.parameters.push_back({"If-Match", "header", R"({"type":"string"})", "The `ETag` of the export.", false});
  return all;
}

}  // namespace parley
