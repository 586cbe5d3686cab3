// SPDX-License-Identifier: Apache-2.0
#include "configuration_text.hpp"

#include <algorithm>

#include "parley/config/load_organizations.hpp"

namespace parley {
namespace {

constexpr std::string_view kField = "schema:";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string write_configuration(const Organization& organization) {
  return std::string(kField) + " " + std::to_string(kConfigurationSchema) + "\n" + organization_to_yaml(organization);
}

Result<std::string> read_configuration(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 1);
  bool told = false;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    // At the top of the file a key stands in the first column.
    if (!told && line.starts_with(kField)) {
      told = true;
      const auto given = trimmed(line.substr(kField.size()));
      if (given != std::to_string(kConfigurationSchema)) {
        return Error{Fault::unsupported, "This server reads schema " + std::to_string(kConfigurationSchema) +
                                             ", not '" + std::string(given.substr(0, 20)) + "'."};
      }
      out += "#";
    }
    out.append(line);
    if (end < text.size()) out += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace parley
