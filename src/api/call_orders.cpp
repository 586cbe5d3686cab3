// SPDX-License-Identifier: Apache-2.0
#include "call_orders.hpp"

#include <array>
#include <utility>

namespace parley {
namespace {

constexpr std::array<std::pair<Fault, const char*>, 8> kFaults = {{{Fault::invalid_input, "invalid_input"},
                                                                   {Fault::not_found, "not_found"},
                                                                   {Fault::unavailable, "unavailable"},
                                                                   {Fault::timed_out, "timed_out"},
                                                                   {Fault::exhausted, "exhausted"},
                                                                   {Fault::unsupported, "unsupported"},
                                                                   {Fault::closed, "closed"},
                                                                   {Fault::conflict, "conflict"}}};

std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Json parsed(std::string_view text) {
  auto json = Json::parse(text, nullptr, false);
  return json.is_object() ? json : Json::object();
}

}  // namespace

std::optional<CallAction> read_action(const Json& json, std::vector<HttpProblemPlace>& faults) {
  const auto type = text_of(json, "type");
  const auto wanted = [&](const char* key) {
    auto text = text_of(json, key);
    if (text.empty()) faults.push_back({"", std::string("'") + key + "' is missing", 0, 0});
    return text;
  };
  const auto allow = [&](std::string_view member) {
    for (const auto& [key, value] : json.items()) {
      if (key != "type" && key != member) faults.push_back({"/" + key, "does not belong to '" + type + "'", 0, 0});
    }
  };
  std::optional<CallAction> action;
  if (type == "say") {
    action = SayAction{wanted("text")};
    allow("text");
  } else if (type == "end") {
    action = EndAction{json.value("farewell", true)};
    allow("farewell");
  } else if (type == "send_dtmf") {
    auto digits = wanted("digits");
    if (digits.find_first_not_of("0123456789*#ABCD") != std::string::npos) {
      faults.push_back({"/digits", "holds something else than 0-9 * # A-D", 0, 0});
    }
    action = SendDigitsAction{std::move(digits)};
    allow("digits");
  } else {
    faults.push_back({"/type", "must be say, end or send_dtmf", 0, 0});
  }
  if (!faults.empty()) return std::nullopt;
  return action;
}

const char* type_name(const CallAction& action) {
  if (std::holds_alternative<SayAction>(action)) return "say";
  return std::holds_alternative<EndAction>(action) ? "end" : "send_dtmf";
}

Json action_json(const CallAction& action) {
  Json json{{"type", type_name(action)}};
  if (const auto* say = std::get_if<SayAction>(&action)) json["text"] = say->text;
  if (const auto* end = std::get_if<EndAction>(&action)) json["farewell"] = end->farewell;
  if (const auto* send = std::get_if<SendDigitsAction>(&action)) json["digits"] = send->digits;
  return json;
}

std::string write_order(const CallOrder& order) {
  Json json;
  json["organization"] = order.organization.value;
  json["call"] = order.call.to_string();
  json["action"] = action_json(order.action);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<CallOrder> read_order(std::string_view text) {
  const auto json = parsed(text);
  const auto call = CallId::parse(text_of(json, "call"));
  const auto given = json.find("action");
  if (!call || given == json.end() || !given->is_object()) return std::nullopt;
  std::vector<HttpProblemPlace> faults;
  auto action = read_action(*given, faults);
  if (!action) return std::nullopt;
  return CallOrder{OrganizationKey{text_of(json, "organization")}, *call, std::move(*action)};
}

std::string write_answer(const Result<void>& answer) {
  if (answer) return R"({"taken":true})";
  Json json;
  for (const auto& [fault, name] : kFaults) {
    if (fault == answer.error().fault) json["fault"] = name;
  }
  json["message"] = answer.error().message;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<void> read_answer(std::string_view text) {
  const auto json = parsed(text);
  if (json.value("taken", false)) return {};
  const auto named = text_of(json, "fault");
  for (const auto& [fault, name] : kFaults) {
    if (named == name) return Error{fault, text_of(json, "message")};
  }
  return Error{Fault::unavailable, "the other instance answered something that this one does not know"};
}

}  // namespace parley
