// SPDX-License-Identifier: Apache-2.0
// The statements about what is learned. Each within a transaction that has entered the organization.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "organization_rows.hpp"
#include "parley/store/learning_store.hpp"

namespace parley {

Result<std::vector<Candidate>> read_candidates(DatabaseSession& session, const TenantRow& tenant, std::size_t limit);
Result<void> write_candidate(DatabaseSession& session, const TenantRow& tenant, RowIds& ids, const CandidateNote& note);
Result<void> settle_candidates(DatabaseSession& session, const TenantRow& tenant,
                               const std::vector<std::string>& questions, const std::string& pattern);

Result<void> add_negatives(DatabaseSession& session, const TenantRow& tenant,
                           const std::vector<std::string>& questions);
Result<std::vector<MinedNegative>> read_negatives(DatabaseSession& session, const TenantRow& tenant);
Result<void> erase_negatives(DatabaseSession& session, const TenantRow& tenant,
                             const std::vector<std::string>& questions);

Result<void> add_health(DatabaseSession& session, const TenantRow& tenant, const std::string& pattern,
                        const LearnedFrom& from);
Result<std::map<std::string, PatternHealth>> read_health(DatabaseSession& session, const TenantRow& tenant);
// Holds the row until the end of the transaction; makes it when there is none.
Result<PatternHealth> hold_health(DatabaseSession& session, const TenantRow& tenant, const std::string& pattern);
Result<void> write_health(DatabaseSession& session, const TenantRow& tenant, const std::string& pattern,
                          const PatternHealth& health, const std::string& switched_off_why);
Result<void> add_audit(DatabaseSession& session, const TenantRow& tenant, RowIds& ids, const PatternAudit& audit);
Result<Unlearned> count_learned(DatabaseSession& session, const TenantRow& tenant);
Result<void> erase_learned(DatabaseSession& session, const TenantRow& tenant);

}  // namespace parley
