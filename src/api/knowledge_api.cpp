// SPDX-License-Identifier: Apache-2.0
// What an organization has written down: layer 2 answers from it.
#include "answers.hpp"
#include "flags.hpp"
#include "parley/core/rfc3339.hpp"
#include "resources.hpp"

namespace parley {
namespace {

constexpr const char* kNoDatabase = "There is no database.";
constexpr const char* kUnnamed = "api";  // the source of what is imported without one
constexpr const char* kOrganization = "such organization";

Json to_json(const StoredPiece& stored) {
  Json json;
  json["id"] = stored.id;
  json["source"] = stored.piece.source;
  json["title"] = stored.piece.title;
  json["text"] = stored.piece.text;
  json["created_at"] = format_rfc3339(stored.created_at);
  return json;
}

Json to_json(const KnowledgeChange& change, bool dry_run) {
  return {{"dry_run", dry_run}, {"sources", change.sources}, {"added", change.added}, {"removed", change.removed}};
}

Task<HttpResponse> list_knowledge(const Ask& ask) {
  if (ask.parts().knowledge == nullptr) co_return store_unavailable(ask.request, kNoDatabase);
  std::optional<HttpResponse> refusal;
  const auto page = page_asked(ask, refusal);
  if (!page) co_return std::move(*refusal);
  if (!page->cursor.empty() && !Uuid::parse(page->cursor)) {
    co_return refuse(ask, 400, "invalid_cursor", "'cursor' is the next_cursor of the page before.");
  }
  const auto source = ask.request.query_value("source").value_or("");
  const auto found = co_await ask.parts().knowledge->list(ask.organization, source, page->limit, page->cursor);
  if (!found) co_return failed(ask, found.error(), kOrganization);
  Json pieces = Json::array();
  for (const auto& piece : found->pieces) pieces.push_back(to_json(piece));
  co_return json_answer(200, page_json(std::move(pieces), found->next_cursor));
}

Task<HttpResponse> import_knowledge(const Ask& ask) {
  if (ask.parts().knowledge == nullptr) co_return store_unavailable(ask.request, kNoDatabase);
  const auto source = ask.request.query_value("source").value_or(kUnnamed);
  const auto dry_run = flag_of(ask, "dry_run");
  if (!dry_run) co_return refuse(ask, 400, "invalid_dry_run", "'dry_run' is true or false.");
  const bool csv = ask.request.headers.get("Content-Type").starts_with("text/csv");
  auto read = csv ? parse_knowledge_csv(ask.request.body, source) : parse_knowledge_markdown(ask.request.body, source);
  if (!read.faults.empty()) {
    std::vector<HttpProblemPlace> places;
    for (const auto& fault : read.faults) places.push_back({"", to_string(fault), fault.row, fault.line});
    co_return invalid(ask, std::move(places));
  }
  const auto change =
      co_await ask.parts().knowledge->import(ask.organization, std::move(read.pieces), *dry_run, ask.note());
  if (!change) co_return failed(ask, change.error(), kOrganization);
  co_return json_answer(200, to_json(*change, *dry_run));
}

Task<HttpResponse> remove_knowledge(const Ask& ask) {
  if (ask.parts().knowledge == nullptr) co_return store_unavailable(ask.request, kNoDatabase);
  const auto source = ask.request.query_value("source").value_or(kUnnamed);
  const auto change = co_await ask.parts().knowledge->remove(ask.organization, source, ask.note());
  if (!change) co_return failed(ask, change.error(), "source of this name");
  co_return json_answer(200, to_json(*change, false));
}

}  // namespace

std::vector<Endpoint> knowledge_api() {
  constexpr const char* kGroup = "knowledge";
  constexpr const char* kText = R"({"type":"string"})";
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/v1/knowledge", list_knowledge)
      .tell(kGroup, "List knowledge", "What layer 2 answers from without a language model, piece by piece.")
      .asks(Scope::configuration_read)
      .stored()
      .query("source", kText, "Of this document alone.")
      .paged()
      .gives(200, "KnowledgePage", "A page, in the order in which it was imported.");
  all.emplace_back("POST", "/v1/knowledge", import_knowledge)
      .tell(kGroup, "Import a document",
            "All or nothing. Its pieces replace those of the same source: of Markdown one a heading, of CSV one a row "
            "of `title`, `text` and, if you like, `source`. Errors carry `row` and `line`. Answered from at once.")
      .asks(Scope::configuration_write)
      .stored()
      .takes_text({"text/markdown", "text/csv", "text/plain"})
      .query("source", R"({"type":"string","default":"api"})", "The document's name.")
      .query("dry_run", R"({"type":"boolean","default":false})", "Checks and counts, changes nothing.")
      .acts_once()
      .gives(200, "KnowledgeChange", "What was changed, or would be.");
  all.emplace_back("DELETE", "/v1/knowledge", remove_knowledge)
      .tell(kGroup, "Delete a document", "With all its pieces.")
      .asks(Scope::configuration_write)
      .stored()
      .query("source", R"({"type":"string","default":"api"})", "The document's name.")
      .gives(200, "KnowledgeChange", "What was removed.")
      .fails(404, "There is no source of this name.");
  return all;
}

}  // namespace parley
