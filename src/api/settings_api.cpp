// SPDX-License-Identifier: Apache-2.0
// Settings that are kept in the database: of an organization, or of the installation.
#include <algorithm>
#include <utility>

#include "answers.hpp"
#include "resources.hpp"
#include "schema_check.hpp"
#include "schemas.hpp"

namespace parley {
namespace {

constexpr std::size_t kLargest = 16 * 1024;

bool sane_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; };
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), letter);
}

Json value_of(const StoredSetting& setting) {
  auto value = Json::parse(setting.value, nullptr, false);
  return value.is_discarded() ? Json(nullptr) : value;
}

Task<HttpResponse> list_settings(const Ask& ask) {
  auto settings = co_await ask.parts().keys->settings(ask.organization);
  if (!settings) co_return failed(ask, settings.error(), "such organization");
  std::sort(settings->begin(), settings->end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  Json all = Json::array();
  for (const auto& setting : *settings) {
    Json json;
    json["name"] = setting.name;
    json["value"] = value_of(setting);
    json["etag"] = etag(setting.version);
    all.push_back(std::move(json));
  }
  co_return json_answer(200, page_json(std::move(all), std::nullopt));
}

std::vector<HttpProblemPlace> value_faults(const Ask& ask, const std::string& name, const Json& value) {
  std::vector<HttpProblemPlace> faults;
  if (value.dump().size() > kLargest) faults.push_back({"/value", "is larger than 16 KiB", 0, 0});
  const char* schema = name == "rate_limit" ? "RateLimit" : name == "router" ? "RouterSetting" : nullptr;
  if (schema != nullptr && ask.organization.value.empty()) {
    const auto schemas = all_schemas();
    for (auto& fault : check_schema(value, schemas.at(schema), schemas)) {
      faults.push_back({"/value" + fault.pointer, std::move(fault.detail), 0, 0});
    }
  }
  return faults;
}

Task<HttpResponse> save_setting(const Ask& ask) {
  const auto name = ask.request.path_value("name");
  if (!sane_name(name)) co_return refuse(ask, 400, "invalid_name", "A name has 1 to 64 of a-z 0-9 _ and '.'.");
  const auto& value = ask.body.at("value");
  auto faults = value_faults(ask, name, value);
  if (!faults.empty()) co_return invalid(ask, std::move(faults));
  const auto settings = co_await ask.parts().keys->settings(ask.organization);
  if (!settings) co_return failed(ask, settings.error(), "such organization");
  const auto present =
      std::find_if(settings->begin(), settings->end(), [&](const auto& one) { return one.name == name; });
  std::optional<std::int64_t> expected;
  if (present != settings->end()) {
    if (!ask.expected)
      co_return refuse(ask, 428, "if_match_missing", "It is set already: send its ETag as 'If-Match'.");
    if (is_stale(ask, present->version)) co_return stale(ask, present->version);
    expected = present->version;
  } else if (ask.expected && *ask.expected != kAnyVersion) {
    co_return refuse(ask, 412, "stale", "It is not set any more.");
  }
  const auto saved =
      co_await ask.parts().keys->save_setting(ask.organization, name, value.dump(), expected, ask.note());
  if (!saved && saved.error().fault == Fault::conflict) co_return stale(ask, expected.value_or(0) + 1);
  if (!saved) co_return failed(ask, saved.error(), "such setting");
  ask.parts().changed(ask.organization);
  if (ask.organization.value.empty()) co_await ask.tools.settings_changed();
  Json json;
  json["name"] = name;
  json["value"] = value;
  co_return versioned_answer(ask, expected ? 200 : 201, json, saved->version);
}

}  // namespace

std::vector<Endpoint> settings_api() {
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/v1/settings", list_settings)
      .tell("settings", "List settings", "Of an organization, or of the installation.")
      .asks(Scope::configuration_read, Entry::either)
      .stored()
      .gives(200, "SettingPage", "All of them on one page.");
  auto& put =
      all.emplace_back("PUT", "/v1/settings/{name}", save_setting)
          .tell("settings", "Save a setting",
                "`rate_limit` of the installation says how many requests a key may send; `router` of the installation "
                "turns the router on and off for everybody, while calls run. `If-Match` is required when it is set "
                "already.")
          .asks(Scope::configuration_write, Entry::either)
          .stored()
          .takes("NewSetting")
          .gives(200, "Setting", "As it is now.")
          .gives(201, "Setting", "It was not set before.")
          .fails(412, "Somebody else changed it since.")
          .fails(428, "`If-Match` is missing.");
  put.parameters.push_back({"If-Match", "header", R"({"type":"string"})", "The `etag` of the list.", false});
  return all;
}

}  // namespace parley
