// SPDX-License-Identifier: Apache-2.0
#include "order_score.hpp"

#include <nlohmann/json.hpp>
#include <sstream>

namespace parley::commands {

Result<std::vector<OrderLabel>> read_labels(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  const Error wrong{Fault::invalid_input, "label.json must be an object of {FILE: {intent, slots: {NAME: VALUE}}}"};
  if (!json.is_object()) return wrong;
  std::vector<OrderLabel> labels;
  for (const auto& [file, label] : json.items()) {
    const auto slots = label.is_object() ? label.find("slots") : label.end();
    if (!label.is_object() || slots == label.end() || !slots->is_object()) return wrong;
    OrderLabel one;
    one.file = file;
    for (const auto& [name, value] : slots->items()) {
      if (!value.is_string()) return wrong;
      one.slots[name] = value.get<std::string>();
    }
    labels.push_back(std::move(one));
  }
  return labels;
}

std::vector<std::string> read_examples(std::string_view text) {
  std::vector<std::string> examples;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) examples.push_back(std::move(line));
  }
  return examples;
}

std::vector<std::string> OrderScore::count(const OrderDomain& domain, const OrderLabel& label,
                                           std::string_view transcript) {
  std::vector<std::string> missed;
  for (const auto& [name, value] : label.slots) {
    const auto values = domain.slots.find(name);
    const bool heard =
        slot_heard(transcript, value, values == domain.slots.end() ? std::vector<std::string>{} : values->second);
    slots.count(heard);
    if (!heard) missed.push_back(name);
  }
  all_slots.count(missed.empty());
  return missed;
}

}  // namespace parley::commands
