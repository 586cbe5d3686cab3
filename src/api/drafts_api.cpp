// SPDX-License-Identifier: Apache-2.0
// A change that is tried on numbers of its own before it is published.
#include <utility>

#include "answers.hpp"
#include "definition_check.hpp"
#include "difference.hpp"
#include "parley/config/organization_document.hpp"
#include "resources.hpp"

namespace parley {
namespace {

constexpr const char* kDraft = "draft";

Json definition_json(const Organization& definition) { return Json::parse(organization_to_json(definition)); }

Task<HttpResponse> show_draft(const Ask& ask) {
  const auto stored = co_await ask.parts().store->load(ask.organization);
  if (!stored) co_return failed(ask, stored.error(), "such organization");
  if (!stored->draft) co_return not_found(ask, kDraft);
  co_return versioned_answer(ask, 200, definition_json(stored->draft->definition), stored->draft->version);
}

Task<HttpResponse> save_draft(const Ask& ask) {
  auto document = parse_organization_json(ask.request.body, ask.parts().voices);
  if (!document.faults.empty()) co_return invalid(ask, places_of(document.faults));
  auto& definition = document.organization;
  if (definition.key != ask.organization) {
    std::vector<HttpProblemPlace> faults;
    faults.push_back({"/organization/key", "is not the organization of the path", 0, 0});
    co_return invalid(ask, std::move(faults));
  }
  auto faults = definition_faults(ask.parts(), definition);
  if (!faults.empty()) co_return invalid(ask, std::move(faults));
  const auto stored = co_await ask.parts().store->load(ask.organization);
  if (!stored) co_return failed(ask, stored.error(), "such organization");
  std::optional<std::int64_t> expected;
  if (stored->draft) {
    if (!ask.expected) {
      co_return refuse(ask, 428, "if_match_missing", "There is a draft already: send its ETag as 'If-Match'.");
    }
    expected = stored->draft->version;
    if (is_stale(ask, *expected)) co_return stale(ask, *expected);
  } else if (ask.expected && *ask.expected != kAnyVersion) {
    co_return refuse(ask, 412, "stale", "There is no draft any more.");
  }
  const auto saved = co_await ask.parts().store->save_draft(definition, expected, ask.note());
  if (!saved) co_return failed(ask, saved.error(), kDraft);
  ask.parts().changed(ask.organization);
  co_return versioned_answer(ask, stored->draft ? 200 : 201, definition_json(definition), *saved);
}

Task<HttpResponse> drop_draft(const Ask& ask) {
  const auto dropped = co_await ask.parts().store->drop_draft(ask.organization, ask.note());
  if (!dropped) co_return failed(ask, dropped.error(), kDraft);
  ask.parts().changed(ask.organization);
  co_return empty_answer();
}

Task<HttpResponse> publish_draft(const Ask& ask) {
  const auto stored = co_await ask.parts().store->load(ask.organization);
  if (!stored) co_return failed(ask, stored.error(), "such organization");
  if (!stored->draft) co_return not_found(ask, kDraft);
  if (is_stale(ask, stored->draft->version)) co_return stale(ask, stored->draft->version);
  auto definition = stored->draft->definition;
  definition.numbers = stored->definition.numbers;
  definition.draft = false;
  auto faults = definition_faults(ask.parts(), definition);
  if (!faults.empty()) co_return invalid(ask, std::move(faults));
  const auto difference = difference_of(stored->definition, definition);
  const auto published =
      co_await ask.parts().store->publish_draft(ask.organization, stored->draft->version, ask.note());
  if (!published) co_return failed(ask, published.error(), kDraft);
  ask.parts().changed(ask.organization);
  co_return json_answer(200, to_json(difference, false));
}

}  // namespace

std::vector<Endpoint> drafts_api() {
  constexpr const char* kPath = "/v1/organizations/{key}/draft";
  std::vector<Endpoint> all;
  all.emplace_back("GET", kPath, show_draft)
      .tell("drafts", "The draft", "`numbers` are those to try it on.")
      .asks(Scope::configuration_read)
      .stored()
      .gives(200, "Definition", "The draft.")
      .gives(304, "", "The client has it already.");
  auto& put = all.emplace_back("PUT", kPath, save_draft)
                  .tell("drafts", "Save a draft",
                        "A whole definition; calls to its `numbers` try it. `If-Match` is required when there is one.")
                  .asks(Scope::configuration_write)
                  .stored()
                  .takes_document("Definition")
                  .gives(200, "Definition", "It replaced the one before.")
                  .gives(201, "Definition", "There was none before.")
                  .fails(409, "A number is taken.")
                  .fails(412, "Somebody else changed it since.")
                  .fails(428, "`If-Match` is missing.");
  put.parameters.push_back(
      {"If-Match", "header", R"({"type":"string"})", "The `ETag` of the draft that is there.", false});
  all.emplace_back("DELETE", kPath, drop_draft)
      .tell("drafts", "Drop the draft")
      .asks(Scope::configuration_write)
      .stored()
      .gives(204, "", "It is gone.");
  all.emplace_back("POST", "/v1/organizations/{key}/draft/publish", publish_draft)
      .tell("drafts", "Publish the draft", "It becomes what every number of the organization answers with.")
      .asks(Scope::configuration_write)
      .stored()
      .conditional()
      .acts_once()
      .gives(200, "Difference", "What was changed.")
      .fails(409, "Somebody else was first.");
  return all;
}

}  // namespace parley
