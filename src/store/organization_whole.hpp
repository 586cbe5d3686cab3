// SPDX-License-Identifier: Apache-2.0
// Organizations as a whole, and their profiles.
#pragma once

#include "organization_rows.hpp"

namespace parley {

Result<std::vector<TenantVersion>> read_versions(DatabaseSession& session);
Result<StoredOrganization> load_organization(DatabaseSession& session, const OrganizationKey& key);

Result<void> create_organization(DatabaseSession& session, RowIds& ids, const ChangeNote& note,
                                 const Organization& definition);
// Profile, numbers and patterns; the audit entry is called `action`.
Result<void> replace_organization(OrganizationWrite& write, const Organization& definition, std::string_view action);
Result<std::int64_t> save_profile(OrganizationWrite& write, const Organization& definition, std::int64_t expected);
// expected: of the profile.
Result<void> remove_organization(OrganizationWrite& write, std::int64_t expected);

}  // namespace parley
