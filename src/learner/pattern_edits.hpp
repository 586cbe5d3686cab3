// SPDX-License-Identifier: Apache-2.0
// Edits of definitions on the router's own account: each is a row of the audit log that an operator can undo.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "parley/store/organization_store.hpp"

namespace parley {

class PatternEdits {
 public:
  explicit PatternEdits(OrganizationStore& organizations) : organizations_(organizations) {}

  Task<Result<void>> make(OrganizationKey organization, Pattern pattern);
  // By key; patterns that are gone are left out. How many were added.
  Task<Result<std::size_t>> add_examples(OrganizationKey organization,
                                         std::map<std::string, std::vector<std::string>> examples);
  // False: it was off, or gone, already.
  Task<Result<bool>> switch_off(OrganizationKey organization, std::string key);

 private:
  using Edit = std::function<bool(Pattern&)>;  // false: nothing to change
  Task<Result<std::vector<StoredPattern>>> find(OrganizationKey organization, std::vector<std::string> keys);
  // Once more when somebody else changed the pattern meanwhile.
  Task<Result<bool>> edit(OrganizationKey organization, std::string key, Edit change);

  OrganizationStore& organizations_;
};

}  // namespace parley
