// SPDX-License-Identifier: Apache-2.0
// An organization's YAML file with the version of its shape in front.
#pragma once

#include <string>
#include <string_view>

#include "parley/core/organization.hpp"
#include "parley/core/result.hpp"

namespace parley {

inline constexpr int kConfigurationSchema = 1;

std::string write_configuration(const Organization& organization);
// The file that the parser of organizations reads, lines where they were. A text without `schema` is of this version;
// another version is an error.
Result<std::string> read_configuration(std::string_view text);

}  // namespace parley
