// SPDX-License-Identifier: Apache-2.0
// Many patterns at once: imported whole or not at all.
#include <algorithm>
#include <map>
#include <utility>

#include "answers.hpp"
#include "definition_check.hpp"
#include "difference.hpp"
#include "flags.hpp"
#include "parley/config/pattern_bulk.hpp"
#include "resources.hpp"

namespace parley {
namespace {

enum class Format { yaml, csv };

std::optional<Format> format_of(const Ask& ask) {
  const auto named = ask.request.query_value("format");
  if (named) {
    if (*named == "yaml") return Format::yaml;
    if (*named == "csv") return Format::csv;
    return std::nullopt;
  }
  return ask.request.headers.get("Content-Type").starts_with("text/csv") ? Format::csv : Format::yaml;
}

HttpResponse wrong_format(const Ask& ask) { return refuse(ask, 400, "invalid_format", "'format' is yaml or csv."); }

std::vector<HttpProblemPlace> places_of(const std::vector<BulkFault>& faults) {
  std::vector<HttpProblemPlace> places;
  places.reserve(faults.size());
  for (const auto& fault : faults) places.push_back({"", to_string(fault), fault.row, fault.line});
  return places;
}

// Rows in place of pointers: the definition that was checked is not what was sent.
std::vector<HttpProblemPlace> rows_of(std::vector<HttpProblemPlace> faults, const PatternBulk& bulk) {
  std::map<std::string_view, std::size_t> rows;
  for (std::size_t i = 0; i < bulk.patterns.size(); ++i) rows.emplace(bulk.patterns[i].key, bulk.rows.at(i));
  for (auto& fault : faults) {
    fault.pointer.clear();
    const auto split = split_fault(fault.detail);
    if (const auto row = rows.find(split.key); row != rows.end()) fault.row = row->second;
  }
  return faults;
}

std::vector<Pattern> merged(std::vector<Pattern> present, const std::vector<Pattern>& given) {
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < present.size(); ++i) places.emplace(present[i].key, i);
  for (const auto& pattern : given) {
    const auto place = places.find(pattern.key);
    if (place == places.end()) {
      present.push_back(pattern);
    } else {
      present[place->second] = pattern;
    }
  }
  return present;
}

Task<HttpResponse> import_patterns(const Ask& ask) {
  const auto format = format_of(ask);
  if (!format) co_return wrong_format(ask);
  const auto mode = ask.request.query_value("mode").value_or("merge");
  if (mode != "merge" && mode != "replace") {
    co_return refuse(ask, 400, "invalid_mode", "'mode' is merge or replace.");
  }
  const auto dry_run = flag_of(ask, "dry_run");
  if (!dry_run) co_return refuse(ask, 400, "invalid_dry_run", "'dry_run' is true or false.");
  const auto bulk =
      *format == Format::csv ? parse_patterns_csv(ask.request.body) : parse_patterns_yaml(ask.request.body);
  if (!bulk.faults.empty()) co_return invalid(ask, places_of(bulk.faults));
  const auto stored = co_await ask.parts().store->load(ask.organization);
  if (!stored) co_return failed(ask, stored.error(), "such organization");
  auto definition = stored->definition;
  definition.patterns = mode == "replace" ? bulk.patterns : merged(std::move(definition.patterns), bulk.patterns);
  auto faults = definition_faults(ask.parts(), definition);
  if (!faults.empty()) co_return invalid(ask, rows_of(std::move(faults), bulk));
  const auto difference = difference_of(stored->definition, definition);
  if (!*dry_run && !difference.nothing()) {
    const auto replaced =
        co_await ask.parts().store->replace(std::move(definition), stored->tenant_version, ask.note());
    if (!replaced) co_return failed(ask, replaced.error(), "such organization");
    ask.parts().changed(ask.organization);
  }
  co_return json_answer(200, to_json(difference, *dry_run));
}

Task<HttpResponse> export_patterns(const Ask& ask) {
  const auto format = format_of(ask);
  if (!format) co_return wrong_format(ask);
  const auto stored = co_await ask.parts().store->load(ask.organization);
  if (!stored) co_return failed(ask, stored.error(), "such organization");
  const auto& patterns = stored->definition.patterns;
  if (*format == Format::csv) co_return text_answer("text/csv; charset=utf-8", patterns_to_csv(patterns));
  co_return text_answer("application/yaml", patterns_to_yaml(patterns));
}

}  // namespace

std::vector<Endpoint> bulk_api() {
  constexpr const char* kFormat = R"({"enum":["yaml","csv"]})";
  std::vector<Endpoint> all;
  all.emplace_back("POST", "/v1/patterns/import", import_patterns)
      .tell("patterns", "Import patterns",
            "All or nothing. Patterns are told apart by key; errors carry `row` and `line`. CSV has the columns that "
            "the export has.")
      .asks(Scope::configuration_write)
      .stored()
      .takes_text({"application/yaml", "text/yaml", "text/csv", "text/plain"})
      .query("format", kFormat, "When the media type does not say it.")
      .query("mode", R"({"enum":["merge","replace"],"default":"merge"})",
             "`replace` deletes patterns that are not given.")
      .query("dry_run", R"({"type":"boolean","default":false})", "Checks and compares, changes nothing.")
      .acts_once()
      .gives(200, "Difference", "What was changed, or would be.")
      .fails(409, "Somebody else changed the organization meanwhile; send it again.");
  all.emplace_back("GET", "/v1/patterns/export", export_patterns)
      .tell("patterns", "Export patterns")
      .asks(Scope::configuration_read)
      .stored()
      .query("format", kFormat, "yaml when left out.")
      .gives(200, "", "What the import takes.", "application/yaml");
  return all;
}

}  // namespace parley
