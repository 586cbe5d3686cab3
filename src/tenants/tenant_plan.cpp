// SPDX-License-Identifier: Apache-2.0
#include "tenant_plan.hpp"

#include <set>

namespace parley {

TenantChanges changes_since(const KnownVersions& known, const std::vector<TenantVersion>& now) {
  TenantChanges changes;
  std::set<OrganizationKey> there;
  for (const auto& tenant : now) {
    there.insert(tenant.key);
    const auto place = known.find(tenant.key);
    // Another version, not a higher one: a database that was restored from a backup counts as changed.
    if (place == known.end() || place->second != tenant.version) changes.to_load.push_back(tenant.key);
  }
  for (const auto& [key, version] : known) {
    if (!there.contains(key)) changes.gone.push_back(key);
  }
  return changes;
}

}  // namespace parley
