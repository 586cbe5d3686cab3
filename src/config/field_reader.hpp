// SPDX-License-Identifier: Apache-2.0
// Typed reading of the keys of one YAML map. Whatever was not asked for by the end is an unknown key.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/config/load_organizations.hpp"
#include "yaml_tree.hpp"

namespace parley {

// Collects what is wrong with one file or document.
class FaultList {
 public:
  // `place` says where a line is, as in "first in line 3", for texts whose nodes count something else.
  using Place = std::function<std::string(int line)>;

  FaultList(std::string file, std::vector<OrganizationFault>& faults, Place place = {})
      : file_(std::move(file)), faults_(faults), place_(std::move(place)) {}
  void add(int line, std::string message) { faults_.push_back({file_, line, std::move(message)}); }
  std::string place(int line) const { return place_ ? place_(line) : "in line " + std::to_string(line); }

 private:
  std::string file_;
  std::vector<OrganizationFault>& faults_;
  Place place_;
};

class FieldReader {
 public:
  // `name` is how faults call the map: "organization", "pattern 'hours'"; empty at the top of the file.
  FieldReader(const YamlNode& map, std::string name, FaultList& faults);
  FieldReader(const FieldReader&) = delete;
  FieldReader& operator=(const FieldReader&) = delete;

  // Each leaves `place` as it is when the key is absent or wrong; wrong is a fault.
  void text(std::string_view key, std::string& place, std::size_t longest = kLongestText);
  void flag(std::string_view key, bool& place);
  void number(std::string_view key, double& place, double low, double high);
  void count(std::string_view key, std::uint32_t& place, std::uint32_t low, std::uint32_t high);
  void texts(std::string_view key, std::vector<std::string>& place, std::size_t most);
  // The node under `key`; null kinds and absent keys give nullptr.
  const YamlNode* node(std::string_view key);
  const YamlNode* map(std::string_view key);
  const YamlNode* list(std::string_view key, std::size_t most);

  // A fault when the key is absent or empty.
  void require(std::string_view key);
  // Line of the key, or of the map when it is absent.
  int line_of(std::string_view key) const;
  // "in pattern 'hours': " or nothing.
  std::string where() const;
  void fault(std::string_view key, const std::string& message);
  // Reports the keys that nobody asked for.
  void finish();

  static constexpr std::size_t kLongestText = 2000;

 private:
  const YamlEntry* entry(std::string_view key) const;

  const YamlNode& map_;
  std::string name_;
  FaultList& faults_;
  std::vector<std::string> asked_;
};

// "a text", "a list" …, for faults.
std::string_view kind_name(const YamlNode& node);
bool reads_as(const YamlNode& node, YamlNode::Form form);
// At most 64 bytes of it, cut between two characters of UTF-8.
std::string shown(std::string_view text);

}  // namespace parley
