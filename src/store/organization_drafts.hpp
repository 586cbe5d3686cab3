// SPDX-License-Identifier: Apache-2.0
// Drafts: definitions that are tried before they are published.
#pragma once

#include "organization_rows.hpp"

namespace parley {

// expected: the draft's version; absent: there is none yet. Its new version.
Result<std::int64_t> save_draft(OrganizationWrite& write, const Organization& definition,
                                std::optional<std::int64_t> expected);
Result<void> drop_draft(OrganizationWrite& write);
Result<void> publish_draft(OrganizationWrite& write, std::int64_t expected);

}  // namespace parley
