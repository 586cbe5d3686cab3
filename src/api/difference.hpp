// SPDX-License-Identifier: Apache-2.0
// What is different between two definitions of one organization.
#pragma once

#include <string>
#include <vector>

#include "json_body.hpp"
#include "parley/core/organization.hpp"

namespace parley {

struct Difference {
  std::vector<std::string> added;  // keys of patterns, in the order of the definition that has them
  std::vector<std::string> changed;
  std::vector<std::string> removed;
  std::size_t unchanged = 0;
  std::vector<std::string> profile;  // top-level keys that differ, "numbers" among them

  bool nothing() const { return added.empty() && changed.empty() && removed.empty() && profile.empty(); }
};

Difference difference_of(const Organization& before, const Organization& after);
Json to_json(const Difference& difference, bool dry_run);

}  // namespace parley
