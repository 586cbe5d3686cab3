// SPDX-License-Identifier: Apache-2.0
// A YAML text as a plain tree that knows its lines. Stricter than YAML: one document, no tags, no duplicate keys;
// aliases are copies.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley {

struct YamlEntry;

struct YamlNode {
  enum class Kind { null, scalar, list, map };
  enum class Form { any, text, number, flag };

  Kind kind = Kind::null;
  int line = 0;           // from 1
  std::string text;       // of a scalar
  bool quoted = false;    // "12" is a text, 12 may be a number
  Form form = Form::any;  // what a scalar can be read as; YAML leaves that open, JSON does not
  std::vector<YamlNode> items;
  std::vector<YamlEntry> entries;
};

struct YamlEntry {
  YamlNode first;  // the key, a scalar
  YamlNode second;
};

struct YamlFault {
  int line = 0;
  std::string message;
};

struct YamlTree {
  YamlNode root;
  bool whole = false;  // the text was read to its end; duplicate keys and tags are faults of a whole tree
  std::vector<YamlFault> faults;
};

// Room for kMostPatterns of them.
inline constexpr std::size_t kYamlBytes = 8 * 1024 * 1024;
inline constexpr std::size_t kYamlNodes = 600'000;
inline constexpr std::size_t kYamlDepth = 32;

YamlTree parse_yaml(std::string_view text);

// A double-quoted scalar, or the plain text where that reads back as the same string.
std::string yaml_scalar(std::string_view text);

}  // namespace parley
