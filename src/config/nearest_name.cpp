// SPDX-License-Identifier: Apache-2.0
#include "nearest_name.hpp"

#include <algorithm>
#include <cstdint>

namespace parley {
namespace {

// Longer names are no slip of anything that we know, and comparing them would only cost time.
constexpr std::size_t kLongestName = 64;

}  // namespace

std::size_t edit_distance(std::string_view from, std::string_view to) {
  // Optimal string alignment over three rows of the usual table.
  std::vector<std::size_t> before(to.size() + 1), previous(to.size() + 1), current(to.size() + 1);
  for (std::size_t j = 0; j <= to.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replaced = previous[j - 1] + (from[i - 1] == to[j - 1] ? 0U : 1U);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
    }
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return previous[to.size()];
}

std::optional<std::string> nearest_name(std::string_view given, const std::vector<std::string>& names) {
  if (given.size() > kLongestName) return std::nullopt;
  std::size_t best = SIZE_MAX;
  const std::string* found = nullptr;
  for (const auto& name : names) {
    const std::size_t distance = edit_distance(given, name);
    if (distance < best) {
      best = distance;
      found = &name;
    }
  }
  const std::size_t allowed = std::max<std::size_t>(1, given.size() / 3);
  if (found == nullptr || best > allowed) return std::nullopt;
  return *found;
}

std::string suggestion(std::string_view given, const std::vector<std::string>& names) {
  const auto name = nearest_name(given, names);
  return name ? "; did you mean '" + *name + "'?" : std::string();
}

}  // namespace parley
