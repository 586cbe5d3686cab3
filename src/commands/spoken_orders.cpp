// SPDX-License-Identifier: Apache-2.0
#include "parley/commands/spoken_orders.hpp"

#include <algorithm>
#include <random>
#include <sstream>

namespace parley {

namespace {

constexpr std::size_t kSentences = 4000;

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

// Lower case, one blank between words and around the whole.
std::string padded(std::string_view text) {
  std::string out = " ";
  for (char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool kept = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'';
    if (kept) {
      out += upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

class Dice {
 public:
  explicit Dice(unsigned seed) : bits_(seed) {}
  const std::string& pick(const std::vector<std::string>& from) { return from[bits_() % from.size()]; }

 private:
  std::mt19937 bits_;  // its sequence is the same on every platform, unlike the distributions of <random>
};

std::vector<std::string> alternatives(std::string_view list) {
  std::vector<std::string> out;
  std::istringstream parts{std::string(list)};
  for (std::string part; std::getline(parts, part, ',');) out.push_back(trimmed(part));
  return out;
}

}  // namespace

OrderDomain parse_order_domain(std::string_view yaml) {
  OrderDomain domain;
  enum class Section { none, expressions, slots } section = Section::none;
  std::string name;
  std::istringstream lines{std::string(yaml)};
  for (std::string raw; std::getline(lines, raw);) {
    const auto line = trimmed(raw);
    if (line.empty() || line.front() == '#') continue;
    if (line.starts_with("- ")) {
      auto item = trimmed(std::string_view(line).substr(2));
      if (item.size() >= 2 && item.front() == '"' && item.back() == '"') item = item.substr(1, item.size() - 2);
      if (section == Section::expressions) domain.expressions.push_back(item);
      if (section == Section::slots && !name.empty()) domain.slots[name].push_back(item);
    } else if (line.back() == ':') {
      name = line.substr(0, line.size() - 1);
      if (name == "expressions") section = Section::expressions;
      if (name == "slots") section = Section::slots;
    }
  }
  domain.slots.erase("slots");
  return domain;
}

std::vector<std::string> expand_orders(const OrderDomain& domain, std::size_t count, unsigned seed) {
  std::vector<std::string> out;
  if (domain.expressions.empty()) return out;
  Dice dice(seed);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& expression = dice.pick(domain.expressions);
    std::string sentence;
    for (std::size_t at = 0; at < expression.size();) {
      if (expression[at] == '[') {
        const auto close = expression.find(']', at);
        if (close == std::string::npos) break;
        sentence += dice.pick(alternatives(std::string_view(expression).substr(at + 1, close - at - 1)));
        at = close + 1;
      } else if (expression[at] == '$') {
        const auto end = std::min(expression.find(' ', at), expression.size());
        const auto colon = std::min(expression.find(':', at), end);
        const auto slot = domain.slots.find(expression.substr(at + 1, colon - at - 1));
        if (slot != domain.slots.end()) sentence += dice.pick(slot->second);
        at = end;
      } else {
        sentence += expression[at++];
      }
    }
    out.push_back(std::move(sentence));
  }
  return out;
}

Organization order_organization(const OrderDomain& domain, const std::vector<std::string>& examples) {
  Organization organization;
  organization.key = OrganizationKey{"orders"};
  organization.name = "Coffee orders";
  organization.numbers = {"orders"};
  organization.greeting = "What can I get you?";
  Pattern order;
  order.key = "order";
  order.examples = examples;
  order.reply = "Coming right up.";
  organization.patterns.push_back(std::move(order));
  organization.phrases = expand_orders(domain, kSentences, 1);
  return organization;
}

bool slot_heard(std::string_view transcript, std::string_view value, const std::vector<std::string>& slot_values) {
  const auto wanted = padded(value);
  auto heard = padded(transcript);
  // A longer value that holds the wanted one explains its words away.
  for (const auto& other : slot_values) {
    const auto longer = padded(other);
    if (longer.size() <= wanted.size() || longer.find(wanted) == std::string::npos) continue;
    for (auto at = heard.find(longer); at != std::string::npos; at = heard.find(longer))
      heard.replace(at, longer.size(), " | ");
  }
  return heard.find(wanted) != std::string::npos;
}

}  // namespace parley
