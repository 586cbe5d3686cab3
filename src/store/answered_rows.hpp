// SPDX-License-Identifier: Apache-2.0
// The statements about questions that patterns answered. Each within a transaction that has entered the organization.
#pragma once

#include <string>
#include <vector>

#include "organization_rows.hpp"
#include "parley/store/learning_store.hpp"

namespace parley {

Result<void> write_answered(DatabaseSession& session, const TenantRow& tenant,
                            const std::vector<AnsweredQuestion>& answered);
Result<std::vector<AnsweredQuestion>> read_answered(DatabaseSession& session, const TenantRow& tenant);
Result<void> erase_answered(DatabaseSession& session, const TenantRow& tenant,
                            const std::vector<std::string>& questions);

}  // namespace parley
