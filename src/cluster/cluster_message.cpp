// SPDX-License-Identifier: Apache-2.0
#include "cluster_message.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace parley {
namespace {

using Json = nlohmann::json;
using Kind = NodeMessage::Kind;

constexpr std::array<std::pair<Kind, const char*>, 3> kKinds = {{
    {Kind::ask, "ask"},
    {Kind::answer, "answer"},
    {Kind::refused, "refused"},
}};

// Bytes that are no text are replaced, never thrown over.
std::string written(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json read(const std::string& text) { return Json::parse(text, nullptr, false); }

std::optional<std::string> text_at(const Json& json, const char* name) {
  const auto place = json.find(name);
  if (place == json.end() || !place->is_string()) return std::nullopt;
  return place->get<std::string>();
}

std::optional<Kind> kind_named(const std::string& name) {
  for (const auto& [kind, known] : kKinds) {
    if (name == known) return kind;
  }
  return std::nullopt;
}

}  // namespace

std::string write_message(const ChangedMessage& message) {
  return written(Json{{"node", message.node}, {"organization", message.organization}});
}

std::string write_message(const NodeMessage& message) {
  Json json{{"id", message.id}, {"from", message.from}};
  for (const auto& [kind, name] : kKinds) {
    if (kind == message.kind) json["kind"] = name;
  }
  if (message.kind != Kind::refused) json["text"] = message.text;
  if (message.kind == Kind::ask) json["until"] = message.until.time_since_epoch().count();
  return written(json);
}

std::optional<ChangedMessage> read_changed(const std::string& text) {
  const auto json = read(text);
  if (!json.is_object()) return std::nullopt;
  auto node = text_at(json, "node");
  auto organization = text_at(json, "organization");
  if (!node || !organization) return std::nullopt;
  return ChangedMessage{std::move(*node), std::move(*organization)};
}

std::optional<NodeMessage> read_node_message(const std::string& text) {
  const auto json = read(text);
  if (!json.is_object()) return std::nullopt;
  const auto kind = text_at(json, "kind");
  auto id = text_at(json, "id");
  auto from = text_at(json, "from");
  if (!kind || !id || !from || !kind_named(*kind)) return std::nullopt;
  NodeMessage message{*kind_named(*kind), std::move(*id), std::move(*from), {}, {}};
  if (message.kind == Kind::refused) return message;
  auto said = text_at(json, "text");
  if (!said) return std::nullopt;
  message.text = std::move(*said);
  if (message.kind != Kind::ask) return message;
  const auto until = json.find("until");
  if (until == json.end() || !until->is_number_integer()) return std::nullopt;
  message.until = WallTime{std::chrono::milliseconds{until->get<std::int64_t>()}};
  return message;
}

}  // namespace parley
