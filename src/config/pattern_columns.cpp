// SPDX-License-Identifier: Apache-2.0
#include "pattern_columns.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>

#include "field_reader.hpp"
#include "json_tree.hpp"
#include "nearest_name.hpp"
#include "parley/config/organization_document.hpp"
#include "written_forms.hpp"

namespace parley {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<const char*, 10> kColumns = {"key",   "examples", "keywords", "reply",          "kind",
                                                  "after", "active",   "offers",   "never_suppress", "care"};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

YamlNode scalar(std::string text, int line) {
  YamlNode node;
  node.kind = YamlNode::Kind::scalar;
  node.line = line;
  node.text = std::move(text);
  return node;
}

void set_line(YamlNode& node, int line) {
  node.line = line;
  for (auto& item : node.items) set_line(item, line);
  for (auto& [key, value] : node.entries) {
    set_line(key, line);
    set_line(value, line);
  }
}

YamlNode separated(std::string_view cell, int line) {
  YamlNode list;
  list.kind = YamlNode::Kind::list;
  list.line = line;
  while (!cell.empty()) {
    const auto end = std::min(cell.find_first_of("|\n"), cell.size());
    const auto item = trimmed(cell.substr(0, end));
    if (!item.empty()) list.items.push_back(scalar(std::string(item), line));
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  return list;
}

// Whether separators would give back the same texts.
bool separable(const std::vector<std::string>& texts) {
  return std::all_of(texts.begin(), texts.end(), [&](const std::string& text) {
    return !text.empty() && text.find_first_of("|\n") == std::string::npos && trimmed(text) == text &&
           (&text != &texts.front() || text.front() != '[');
  });
}

std::string examples_cell(const std::vector<std::string>& examples) {
  if (!separable(examples)) return Json(examples).dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string cell;
  for (const auto& example : examples) cell += (cell.empty() ? "" : "\n") + example;
  return cell;
}

std::string keywords_cell(const Pattern& pattern) {
  if (pattern.keywords.empty()) return {};
  Json rules = Json::array();
  for (const auto& keywords : pattern.keywords) {
    Json rule = Json::object();
    if (!keywords.any.empty()) rule["any"] = keywords.any;
    if (!keywords.all.empty()) rule["all"] = keywords.all;
    if (!keywords.none.empty()) rule["none"] = keywords.none;
    if (keywords.max_words) rule["max_words"] = *keywords.max_words;
    rules.push_back(std::move(rule));
  }
  return rules.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string line_of(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i > 0 ? "," : "") + csv_cell(cells[i]);
  return line + "\r\n";
}

}  // namespace

PatternColumns::PatternColumns(const CsvRow& header, std::vector<BulkFault>& faults) {
  const auto fault = [&](const std::string& message) {
    faults.push_back({1, header.line, message});
    right_ = false;
  };
  const std::vector<std::string> known(kColumns.begin(), kColumns.end());
  for (const auto& cell : header.cells) {
    std::string name(trimmed(cell));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      fault("unknown column '" + shown(name) + "'" + suggestion(name, known));
    } else if (std::find(names_.begin(), names_.end(), name) != names_.end()) {
      fault("column '" + name + "' is there twice");
    }
    names_.push_back(std::move(name));
  }
  for (const char* needed : {"key", "reply"}) {
    if (std::find(names_.begin(), names_.end(), needed) == names_.end()) {
      fault(std::string("column '") + needed + "' is missing");
    }
  }
}

YamlNode PatternColumns::node(const CsvRow& row, std::size_t number, std::vector<BulkFault>& faults) const {
  YamlNode map;
  map.kind = YamlNode::Kind::map;
  map.line = row.line;
  if (row.cells.size() > names_.size()) {
    faults.push_back({number, row.line,
                      std::to_string(row.cells.size()) + " cells where the header has " +
                          std::to_string(names_.size()) + "; cells with commas are quoted"});
  }
  for (std::size_t i = 0; i < std::min(names_.size(), row.cells.size()); ++i) {
    const auto& name = names_[i];
    const auto& cell = row.cells[i];
    const auto inner = trimmed(cell);
    const bool as_it_is = name == "reply" || name == "offers";
    if (as_it_is ? cell.empty() : inner.empty()) continue;
    YamlNode value;
    const bool list = name == "examples" || name == "keywords";
    if (list && (inner.front() == '[' || name == "keywords")) {
      auto tree = parse_json(inner);
      if (!tree.faults.empty()) {
        faults.push_back({number, row.line, "in column '" + name + "': " + tree.faults.front().message});
        // Something that says nothing more about this cell.
        if (name == "keywords") continue;
        tree.root = separated("-", row.line);
      }
      value = std::move(tree.root);
      set_line(value, row.line);
    } else if (list) {
      value = separated(cell, row.line);
    } else {
      value = scalar(as_it_is ? cell : std::string(inner), row.line);
      if (name == "active" || name == "never_suppress") {
        std::transform(value.text.begin(), value.text.end(), value.text.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      }
    }
    map.entries.push_back({scalar(name, row.line), std::move(value)});
  }
  return map;
}

std::string PatternColumns::header() { return line_of(std::vector<std::string>(kColumns.begin(), kColumns.end())); }

std::string PatternColumns::row(const Pattern& pattern) {
  const auto flag = [](bool value) { return std::string(value ? "true" : "false"); };
  return line_of({pattern.key, examples_cell(pattern.examples), keywords_cell(pattern), pattern.reply,
                  std::string(written_name(pattern.kind)), std::string(written_name(pattern.after)),
                  flag(pattern.active), pattern.offers, flag(pattern.never_suppress),
                  std::string(written_name(pattern.care))});
}

}  // namespace parley
