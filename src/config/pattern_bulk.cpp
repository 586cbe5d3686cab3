// SPDX-License-Identifier: Apache-2.0
#include "parley/config/pattern_bulk.hpp"

#include <algorithm>
#include <map>

#include "parley/config/organization_document.hpp"
#include "pattern_columns.hpp"
#include "pattern_reader.hpp"
#include "text_check.hpp"
#include "written_forms.hpp"

namespace parley {
namespace {

// Where a node of the list came from; nodes are numbered by their place here.
struct Origin {
  std::size_t row = 0;
  int line = 0;
};

// Numbers the nodes of one entry of the list, in order.
void number_nodes(YamlNode& node, std::size_t row, std::vector<Origin>& origins) {
  const int line = node.line;
  node.line = static_cast<int>(origins.size());
  origins.push_back({row, line});
  for (auto& item : node.items) number_nodes(item, row, origins);
  for (auto& [key, value] : node.entries) {
    number_nodes(key, row, origins);
    number_nodes(value, row, origins);
  }
}

void read_list(YamlNode& list, const std::vector<std::size_t>& rows, PatternBulk& bulk) {
  std::vector<Origin> origins(1);
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (list.items[i].kind == YamlNode::Kind::map) bulk.rows.push_back(rows[i]);
    number_nodes(list.items[i], rows[i], origins);
  }
  std::vector<OrganizationFault> found;
  FaultList faults("", found,
                   [&](int place) { return "in row " + std::to_string(origins[static_cast<std::size_t>(place)].row); });
  bulk.patterns = read_patterns(list, faults, SharedExamples::allowed);
  for (auto& fault : found) {
    const auto& origin = origins[static_cast<std::size_t>(fault.line)];
    bulk.faults.push_back({origin.row, origin.line, std::move(fault.message)});
  }
}

void by_line(std::vector<BulkFault>& faults) {
  std::stable_sort(faults.begin(), faults.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
}

std::string too_many(std::size_t count) {
  return std::to_string(count) + " patterns; at most " + std::to_string(kMostPatterns) + " are allowed";
}

}  // namespace

std::string to_string(const BulkFault& fault) {
  std::string place = fault.row > 0 ? "row " + std::to_string(fault.row) : "";
  if (fault.line > 0)
    place += place.empty() ? "line " + std::to_string(fault.line) : " (line " + std::to_string(fault.line) + ")";
  return place.empty() ? fault.message : place + ": " + fault.message;
}

PatternBulk parse_patterns_csv(std::string_view csv) {
  PatternBulk bulk;
  if (csv.size() > kBulkBytes) {
    bulk.faults.push_back({0, 0, "larger than " + std::to_string(kBulkBytes >> 20U) + " MiB"});
    return bulk;
  }
  if (auto fault = check_text_bytes(csv)) {
    bulk.faults.push_back({0, fault->line, fault->message + "; a CSV in UTF-8 is expected"});
    return bulk;
  }
  const auto table = parse_csv(csv, kMostPatterns + 1);
  if (table.fault_line > 0) bulk.faults.push_back({table.rows.size() + 1, table.fault_line, table.fault});
  if (table.rows.empty()) {
    if (bulk.faults.empty()) bulk.faults.push_back({1, 1, "no header row"});
    return bulk;
  }
  const PatternColumns columns(table.rows.front(), bulk.faults);
  YamlNode list;
  std::vector<std::size_t> rows;
  for (std::size_t i = 1; i < table.rows.size(); ++i) {
    list.items.push_back(columns.node(table.rows[i], i + 1, bulk.faults));
    rows.push_back(i + 1);
  }
  // Without right columns every row would only say so again.
  if (columns.right()) read_list(list, rows, bulk);
  by_line(bulk.faults);
  return bulk;
}

PatternBulk parse_patterns_yaml(std::string_view yaml) {
  PatternBulk bulk;
  auto tree = parse_yaml(yaml);
  for (auto& fault : tree.faults) bulk.faults.push_back({0, fault.line, std::move(fault.message)});
  if (!tree.whole) return bulk;
  auto* list = &tree.root;
  if (list->kind == YamlNode::Kind::map && list->entries.size() == 1 && list->entries[0].first.text == "patterns") {
    list = &tree.root.entries[0].second;
  }
  if (list->kind != YamlNode::Kind::list) {
    bulk.faults.push_back({0, list->line, "must be a list of patterns, or 'patterns' with one"});
  } else if (list->items.size() > kMostPatterns) {
    bulk.faults.push_back({0, list->line, too_many(list->items.size())});
  } else {
    std::vector<std::size_t> rows(list->items.size());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i + 1;
    read_list(*list, rows, bulk);
  }
  by_line(bulk.faults);
  return bulk;
}

std::string patterns_to_csv(const std::vector<Pattern>& patterns) {
  std::string out = PatternColumns::header();
  for (const auto& pattern : patterns) out += PatternColumns::row(pattern);
  return out;
}

std::string patterns_to_yaml(const std::vector<Pattern>& patterns) {
  if (patterns.empty()) return "[]\n";
  std::string out;
  for (const auto& pattern : patterns) out += pattern_to_yaml(pattern, "");
  return out;
}

}  // namespace parley
