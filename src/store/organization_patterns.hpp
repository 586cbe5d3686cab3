// SPDX-License-Identifier: Apache-2.0
// Patterns of organizations, a row each.
#pragma once

#include "organization_rows.hpp"

namespace parley {

// In the order of the definition.
Result<std::vector<Pattern>> read_patterns(DatabaseSession& session, const std::string& tenant_id);
// Patterns become `wanted`, by key: those that are the same keep id, version and times.
Result<void> set_patterns(OrganizationWrite& write, const std::vector<Pattern>& wanted);

Result<PatternPage> list_patterns(DatabaseSession& session, const OrganizationKey& key, std::size_t limit,
                                  const std::string& after_key);
Result<StoredPattern> find_pattern(DatabaseSession& session, const OrganizationKey& key, const std::string& id);
// One statement: row-level security alone keeps other organizations' patterns away.
Result<StoredPatternText> find_pattern_text(DatabaseSession& session, const std::string& id);
Result<StoredPattern> add_pattern(OrganizationWrite& write, const Pattern& pattern);
Result<StoredPattern> save_pattern(OrganizationWrite& write, const std::string& id, const Pattern& pattern,
                                   std::int64_t expected);
Result<void> remove_pattern(OrganizationWrite& write, const std::string& id, std::int64_t expected);

}  // namespace parley
