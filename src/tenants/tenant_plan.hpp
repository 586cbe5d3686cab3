// SPDX-License-Identifier: Apache-2.0
// What changed between what is served and what the database holds. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "parley/store/organization_store.hpp"

namespace parley {

struct TenantChanges {
  std::vector<OrganizationKey> to_load;  // new, or of another version
  std::vector<OrganizationKey> gone;

  bool none() const { return to_load.empty() && gone.empty(); }
  friend bool operator==(const TenantChanges&, const TenantChanges&) = default;
};

// Versions by key, of what was looked at last: also of what could not be served, so that it is not tried again and
// again.
using KnownVersions = std::map<OrganizationKey, std::int64_t>;
TenantChanges changes_since(const KnownVersions& known, const std::vector<TenantVersion>& now);

}  // namespace parley
