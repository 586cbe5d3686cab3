// SPDX-License-Identifier: Apache-2.0
// Patterns: what callers may say and what is answered.
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "answers.hpp"
#include "definition_check.hpp"
#include "figures_json.hpp"
#include "parley/config/organization_document.hpp"
#include "parley/core/rfc3339.hpp"
#include "resources.hpp"

namespace parley {
namespace {

constexpr const char* kPattern = "pattern with this id";
constexpr std::array<const char*, 5> kReadOnly = {"id", "created_at", "updated_at", "version", "stats"};

Json to_json(const StoredPattern& stored) {
  Json json;
  json["id"] = stored.id;
  json["created_at"] = format_rfc3339(stored.created_at);
  json["updated_at"] = format_rfc3339(stored.updated_at);
  const auto fields = Json::parse(pattern_to_json(stored.pattern));
  for (const auto& [key, value] : fields.items()) json[key] = value;
  json["version"] = stored.version;
  return json;
}

// The same without a tree of the whole: what is read most often is handed on as it is stored.
std::string to_text(const StoredPatternText& stored, const std::optional<PatternStats>& stats) {
  Json own;
  own["id"] = stored.id;
  own["created_at"] = format_rfc3339(stored.created_at);
  own["updated_at"] = format_rfc3339(stored.updated_at);
  own["version"] = stored.version;
  if (stats) own["stats"] = stats_json(*stats);
  auto text = own.dump();
  text.back() = ',';
  return text.append(stored.json, 1).append("\n");
}

std::string key_of(const std::string& definition) { return Json::parse(definition).at("key").get<std::string>(); }

// As clients send back what they got.
Json without_read_only(Json json) {
  if (json.is_object()) {
    for (const auto* key : kReadOnly) json.erase(key);
  }
  return json;
}

using StatsByKey = std::map<std::string, PatternStats>;

// Empty without a store of them.
Task<Result<StatsByKey>> stats_of(const Ask& ask, std::vector<std::string> keys) {
  StatsByKey none;
  if (ask.parts().pattern_stats == nullptr || keys.empty()) co_return none;
  auto stats = co_await ask.parts().pattern_stats->of(ask.organization, std::move(keys));
  co_return stats;
}

Task<HttpResponse> list_patterns(const Ask& ask) {
  std::optional<HttpResponse> refusal;
  const auto page = page_asked(ask, refusal);
  if (!page) co_return std::move(*refusal);
  const auto found = co_await ask.parts().store->patterns(ask.organization, page->limit, page->cursor);
  if (!found) co_return failed(ask, found.error(), "such organization");
  std::vector<std::string> keys;
  for (const auto& stored : found->patterns) keys.push_back(stored.pattern.key);
  const auto stats = co_await stats_of(ask, std::move(keys));
  if (!stats) co_return failed(ask, stats.error(), "such organization");
  Json patterns = Json::array();
  for (const auto& stored : found->patterns) {
    auto json = to_json(stored);
    const auto known = stats->find(stored.pattern.key);
    if (ask.parts().pattern_stats) json["stats"] = stats_json(known == stats->end() ? PatternStats() : known->second);
    patterns.push_back(std::move(json));
  }
  co_return json_answer(200, page_json(std::move(patterns), found->next_cursor));
}

Task<HttpResponse> show_pattern(const Ask& ask) {
  const auto stored = co_await ask.parts().store->pattern_text(ask.organization, ask.request.path_value("id"));
  if (!stored) co_return failed(ask, stored.error(), kPattern);
  std::optional<PatternStats> own;
  if (ask.parts().pattern_stats != nullptr) {
    const auto key = key_of(stored->json);
    std::vector<std::string> one;
    one.push_back(key);
    const auto stats = co_await stats_of(ask, std::move(one));
    if (!stats) co_return failed(ask, stats.error(), kPattern);
    const auto known = stats->find(key);
    own = known == stats->end() ? PatternStats() : known->second;
  }
  co_return versioned_text(ask, 200, to_text(*stored, own), stored->version);
}

// What is wrong with the organization when `pattern` is put in place of the one of the key `instead`, or added.
Task<Result<std::vector<HttpProblemPlace>>> faults_with(const Ask& ask, const Pattern& pattern, std::string instead) {
  auto stored = co_await ask.parts().store->load(ask.organization);
  if (!stored) co_return stored.error();
  auto& patterns = stored->definition.patterns;
  const auto place =
      std::find_if(patterns.begin(), patterns.end(), [&](const Pattern& one) { return one.key == instead; });
  if (place == patterns.end()) {
    patterns.push_back(pattern);
  } else {
    *place = pattern;
  }
  co_return definition_faults(ask.parts(), stored->definition, pattern.key);
}

Task<HttpResponse> add_pattern(const Ask& ask) {
  const auto document = parse_pattern_json(without_read_only(ask.body).dump());
  if (!document.faults.empty()) co_return invalid(ask, places_of(document.faults));
  // Under a key that is taken it would be checked in place of the other; the store then says that it is taken.
  auto faults = co_await faults_with(ask, document.pattern, document.pattern.key);
  if (!faults) co_return failed(ask, faults.error(), "such organization");
  if (!faults->empty()) co_return invalid(ask, std::move(*faults));
  const auto added = co_await ask.parts().store->add_pattern(ask.organization, document.pattern, ask.note());
  if (!added) co_return failed(ask, added.error(), "such organization");
  ask.parts().changed(ask.organization);
  auto response = versioned_answer(ask, 201, to_json(*added), added->version);
  response.headers.add("Location", "/v1/patterns/" + added->id);
  co_return response;
}

Task<HttpResponse> save(const Ask& ask, const StoredPattern& stored, const Json& wanted) {
  const auto document = parse_pattern_json(wanted.dump());
  if (!document.faults.empty()) co_return invalid(ask, places_of(document.faults));
  auto faults = co_await faults_with(ask, document.pattern, stored.pattern.key);
  if (!faults) co_return failed(ask, faults.error(), "such organization");
  if (!faults->empty()) co_return invalid(ask, std::move(*faults));
  const auto saved = co_await ask.parts().store->save_pattern(ask.organization, stored.id, document.pattern,
                                                              stored.version, ask.note());
  if (!saved && saved.error().fault == Fault::conflict) {
    const auto now = co_await ask.parts().store->pattern(ask.organization, stored.id);
    if (now && now->version != stored.version) co_return stale(ask, now->version);
  }
  if (!saved) co_return failed(ask, saved.error(), kPattern);
  ask.parts().changed(ask.organization);
  co_return versioned_answer(ask, 200, to_json(*saved), saved->version);
}

Task<HttpResponse> change_pattern(const Ask& ask) {
  const auto stored = co_await ask.parts().store->pattern(ask.organization, ask.request.path_value("id"));
  if (!stored) co_return failed(ask, stored.error(), kPattern);
  if (is_stale(ask, stored->version)) co_return stale(ask, stored->version);
  Json wanted = without_read_only(ask.body);
  if (ask.request.method == "PATCH") {
    wanted = Json::parse(pattern_to_json(stored->pattern));
    wanted.merge_patch(without_read_only(ask.body));
  }
  auto response = co_await save(ask, *stored, wanted);
  co_return response;
}

Task<HttpResponse> remove_pattern(const Ask& ask) {
  const auto stored = co_await ask.parts().store->pattern(ask.organization, ask.request.path_value("id"));
  if (!stored) co_return failed(ask, stored.error(), kPattern);
  if (is_stale(ask, stored->version)) co_return stale(ask, stored->version);
  const auto removed =
      co_await ask.parts().store->remove_pattern(ask.organization, stored->id, stored->version, ask.note());
  if (!removed && removed.error().fault == Fault::conflict) co_return stale(ask, stored->version + 1);
  if (!removed) co_return failed(ask, removed.error(), kPattern);
  ask.parts().changed(ask.organization);
  co_return empty_answer();
}

}  // namespace

std::vector<Endpoint> patterns_api() {
  constexpr const char* kGroup = "patterns";
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/v1/patterns", list_patterns)
      .tell(kGroup, "List patterns")
      .asks(Scope::configuration_read)
      .stored()
      .paged()
      .gives(200, "PatternPage", "A page, by key.");
  all.emplace_back("POST", "/v1/patterns", add_pattern)
      .tell(kGroup, "Add a pattern", "Heard and answered from the next call on, by every instance.")
      .asks(Scope::configuration_write)
      .stored()
      .takes_document("PatternText")
      .acts_once()
      .gives(201, "Pattern", "It is there.")
      .fails(409, "The key is taken.");
  all.emplace_back("GET", "/v1/patterns/{id}", show_pattern)
      .tell(kGroup, "One pattern", "With an `ETag` for changes; If-None-Match is honoured.")
      .asks(Scope::configuration_read)
      .stored()
      .gives(200, "Pattern", "The pattern.")
      .gives(304, "", "The client has it already.");
  all.emplace_back("PUT", "/v1/patterns/{id}", change_pattern)
      .tell(kGroup, "Replace a pattern", "What is left out gets its default.")
      .asks(Scope::configuration_write)
      .stored()
      .takes_document("PatternText")
      .conditional()
      .gives(200, "Pattern", "As it is now.")
      .fails(409, "The key is taken.");
  all.emplace_back("PATCH", "/v1/patterns/{id}", change_pattern)
      .tell(kGroup, "Change a pattern", "What is left out stays.")
      .asks(Scope::configuration_write)
      .stored()
      .takes_merge_patch("PatternPatch")
      .conditional()
      .gives(200, "Pattern", "As it is now.")
      .fails(409, "The key is taken.");
  all.emplace_back("DELETE", "/v1/patterns/{id}", remove_pattern)
      .tell(kGroup, "Delete a pattern")
      .asks(Scope::configuration_write)
      .stored()
      .conditional()
      .gives(204, "", "It is gone.");
  return all;
}

}  // namespace parley
