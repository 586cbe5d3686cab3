// SPDX-License-Identifier: Apache-2.0
// A JSON text as the tree that YAML is read into, so that one reader checks both. In place of lines its nodes count
// places from 1 in the order of the document.
#pragma once

#include <string>
#include <string_view>

#include "yaml_tree.hpp"

namespace parley {

inline constexpr std::size_t kJsonNodes = 1'000'000;

// Bounds: kJsonBytes, kJsonNodes, kYamlDepth. Duplicate keys and control bytes in texts are faults.
YamlTree parse_json(std::string_view text);

// RFC 6901: the innermost node that begins at or before `place`.
std::string json_pointer(const YamlNode& root, int place);

}  // namespace parley
