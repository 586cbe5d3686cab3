// SPDX-License-Identifier: Apache-2.0
#include "field_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "nearest_name.hpp"

namespace parley {
namespace {

std::optional<double> plain_number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

std::string shown_number(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

std::string_view kind_name(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      return "nothing";
    case YamlNode::Kind::scalar:
      return node.form == YamlNode::Form::number ? "a number"
             : node.form == YamlNode::Form::flag ? "true or false"
                                                 : "a text";
    case YamlNode::Kind::list:
      return "a list";
    case YamlNode::Kind::map:
      return "keys with values";
  }
  return "nothing";
}

bool reads_as(const YamlNode& node, YamlNode::Form form) {
  return node.kind == YamlNode::Kind::scalar && (node.form == YamlNode::Form::any || node.form == form);
}

std::string shown(std::string_view text) {
  std::size_t end = std::min<std::size_t>(text.size(), 64);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return std::string(text.substr(0, end));
}

FieldReader::FieldReader(const YamlNode& map, std::string name, FaultList& faults)
    : map_(map), name_(std::move(name)), faults_(faults) {}

const YamlEntry* FieldReader::entry(std::string_view key) const {
  for (const auto& candidate : map_.entries) {
    if (candidate.first.text == key) return &candidate;
  }
  return nullptr;
}

std::string FieldReader::where() const { return name_.empty() ? std::string() : "in " + name_ + ": "; }

int FieldReader::line_of(std::string_view key) const {
  const auto* found = entry(key);
  return found ? found->first.line : map_.line;
}

void FieldReader::fault(std::string_view key, const std::string& message) {
  faults_.add(line_of(key), where() + "'" + std::string(key) + "' " + message);
}

const YamlNode* FieldReader::node(std::string_view key) {
  asked_.emplace_back(key);
  const auto* found = entry(key);
  if (found == nullptr || found->second.kind == YamlNode::Kind::null) return nullptr;
  return &found->second;
}

const YamlNode* FieldReader::map(std::string_view key) {
  const auto* found = node(key);
  if (found == nullptr || found->kind == YamlNode::Kind::map) return found;
  fault(key, "must be keys with values, not " + std::string(kind_name(*found)));
  return nullptr;
}

const YamlNode* FieldReader::list(std::string_view key, std::size_t most) {
  const auto* found = node(key);
  if (found == nullptr) return nullptr;
  if (found->kind != YamlNode::Kind::list) {
    fault(key, "must be a list, not " + std::string(kind_name(*found)));
    return nullptr;
  }
  if (found->items.size() > most) {
    fault(key,
          "has " + std::to_string(found->items.size()) + " entries; at most " + std::to_string(most) + " are allowed");
    return nullptr;
  }
  return found;
}

void FieldReader::text(std::string_view key, std::string& place, std::size_t longest) {
  const auto* found = node(key);
  if (found == nullptr) return;
  if (!reads_as(*found, YamlNode::Form::text)) {
    fault(key, "must be a text, not " + std::string(kind_name(*found)));
  } else if (found->text.size() > longest) {
    fault(key, "is longer than " + std::to_string(longest) + " bytes");
  } else {
    place = found->text;
  }
}

void FieldReader::flag(std::string_view key, bool& place) {
  const auto* found = node(key);
  if (found == nullptr) return;
  if (reads_as(*found, YamlNode::Form::flag) && (found->text == "true" || found->text == "false")) {
    place = found->text == "true";
  } else {
    fault(key, "must be true or false");
  }
}

void FieldReader::number(std::string_view key, double& place, double low, double high) {
  const auto* found = node(key);
  if (found == nullptr) return;
  const auto value = reads_as(*found, YamlNode::Form::number) ? plain_number(found->text) : std::nullopt;
  if (!value || *value < low || *value > high) {
    fault(key, "must be a number from " + shown_number(low) + " to " + shown_number(high));
  } else {
    place = *value;
  }
}

void FieldReader::count(std::string_view key, std::uint32_t& place, std::uint32_t low, std::uint32_t high) {
  double value = place;
  number(key, value, low, high);
  if (value != std::floor(value)) {
    fault(key, "must be a whole number");
  } else {
    place = static_cast<std::uint32_t>(value);
  }
}

void FieldReader::texts(std::string_view key, std::vector<std::string>& place, std::size_t most) {
  const auto* found = list(key, most);
  if (found == nullptr) return;
  std::vector<std::string> read;
  for (const auto& item : found->items) {
    if (!reads_as(item, YamlNode::Form::text) || item.text.empty()) {
      faults_.add(item.line, where() + "'" + std::string(key) + "' holds " + std::string(kind_name(item)) +
                                 " where a text that is not empty is expected");
    } else if (item.text.size() > kLongestText) {
      faults_.add(item.line, where() + "'" + std::string(key) + "' holds a text longer than " +
                                 std::to_string(kLongestText) + " bytes");
    } else {
      read.push_back(item.text);
    }
  }
  place = std::move(read);
}

void FieldReader::require(std::string_view key) {
  const auto* found = entry(key);
  const bool empty = found == nullptr || found->second.kind == YamlNode::Kind::null ||
                     (found->second.kind == YamlNode::Kind::scalar && found->second.text.empty()) ||
                     (found->second.kind == YamlNode::Kind::list && found->second.items.empty());
  if (empty) fault(key, "is missing");
}

void FieldReader::finish() {
  for (const auto& [key, value] : map_.entries) {
    if (std::find(asked_.begin(), asked_.end(), key.text) != asked_.end()) continue;
    faults_.add(key.line, where() + "unknown key '" + shown(key.text) + "'" + suggestion(key.text, asked_));
  }
}

}  // namespace parley
