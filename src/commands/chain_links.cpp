// SPDX-License-Identifier: Apache-2.0
#include "chain_links.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace parley::commands {
namespace {

std::string text_of(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

}  // namespace

Result<std::vector<ChainLink>> read_links(std::string_view json) {
  const auto body = nlohmann::json::parse(json, nullptr, false);
  const Error unreadable{Fault::invalid_input, "/readyz?verbose does not answer with the chain of a server"};
  if (!body.is_object()) return unreadable;
  const auto list = body.find("chain");
  if (list == body.end() || !list->is_array()) return unreadable;
  std::vector<ChainLink> links;
  for (const auto& one : *list) {
    if (!one.is_object()) return unreadable;
    links.push_back({text_of(one, "name"), text_of(one, "state"), text_of(one, "detail"), text_of(one, "last_error"),
                     text_of(one, "remedy")});
  }
  return links;
}

std::string links_to_json(const std::vector<ChainLink>& links) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& link : links) {
    nlohmann::ordered_json one{{"name", link.name}, {"state", link.state}, {"detail", link.detail}};
    one["last_error"] = link.last_error;
    one["remedy"] = link.remedy;
    list.push_back(std::move(one));
  }
  const nlohmann::ordered_json answer{{"ok", all_work(links)}, {"links", std::move(list)}};
  return answer.dump(2);
}

std::string links_to_text(const std::vector<ChainLink>& links) {
  std::size_t widest = 0;
  for (const auto& link : links) widest = std::max(widest, link.name.size());
  std::string text;
  for (const auto& link : links) {
    text += link.name + std::string(widest + 2 - link.name.size(), ' ') + link.state +
            std::string(link.state.size() < 10 ? 10 - link.state.size() : 1, ' ') + link.detail + "\n";
    const std::string indent(widest + 2, ' ');
    if (!link.last_error.empty()) text += indent + "error: " + link.last_error + "\n";
    if (!link.remedy.empty()) text += indent + "to mend: " + link.remedy + "\n";
  }
  return text;
}

bool all_work(const std::vector<ChainLink>& links) {
  return std::none_of(links.begin(), links.end(),
                      [](const ChainLink& link) { return link.state == "broken" || link.state == "starting"; });
}

}  // namespace parley::commands
