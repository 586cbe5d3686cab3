// SPDX-License-Identifier: Apache-2.0
// Calls and callbacks as they lie in the database. Statements run on the organization that the session has entered.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "parley/database/database.hpp"
#include "parley/store/call_query.hpp"

namespace parley {

// The newest at most `limit` + 1 calls of the query, turns included; the kind of query decides which statement, hence
// which index, serves it (docs/queries.md).
Result<std::vector<CallRecord>> select_calls(DatabaseSession& session, const CallQuery& query);
Result<std::optional<CallRecord>> select_call(DatabaseSession& session, const OrganizationKey& organization, CallId id);
// Which of `ids` were erased.
Result<std::vector<CallId>> select_erased(DatabaseSession& session, const OrganizationKey& organization,
                                          const std::vector<CallId>& ids);

// Newest first; `after`: ids before it.
Result<std::vector<Callback>> select_callbacks(DatabaseSession& session, const OrganizationKey& organization,
                                               const std::optional<std::string>& state,
                                               const std::optional<CallbackId>& after, std::size_t limit);
Result<std::optional<Callback>> select_callback(DatabaseSession& session, const OrganizationKey& organization,
                                                CallbackId id);

std::string ids_as_array(const std::vector<CallId>& ids);
// "%…%" for ILIKE: every letter of `text` stands for itself.
std::string pattern_of(std::string_view text);

}  // namespace parley
