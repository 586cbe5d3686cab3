// SPDX-License-Identifier: Apache-2.0
// What somebody who mistyped a name probably meant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

// Single edits (insert, delete, replace, swap of neighbours) from one to the other.
std::size_t edit_distance(std::string_view from, std::string_view to);

// The closest of `names` when it is close enough to be a likely slip; the first of equals.
std::optional<std::string> nearest_name(std::string_view given, const std::vector<std::string>& names);

// "; did you mean 'x'?" or nothing.
std::string suggestion(std::string_view given, const std::vector<std::string>& names);

}  // namespace parley
