// SPDX-License-Identifier: Apache-2.0
// From entries of the spool to rows of the database. Every write may be done again: the rows end up the same.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "parley/database/database.hpp"
#include "parley/store/spool.hpp"
#include "record_codec.hpp"

namespace parley {

// Types of entries in the spool.
constexpr std::uint8_t kCallEntry = 1;
constexpr std::uint8_t kCallbackEntry = 2;

// What many entries say, of one organization: one delta a call.
struct TenantRecords {
  OrganizationKey organization;
  std::vector<CallDelta> calls;
  std::vector<Callback> callbacks;
};
struct GatheredRecords {
  std::vector<TenantRecords> tenants;
  std::vector<SpoolEntry> unreadable;
};
GatheredRecords gather(const std::vector<SpoolEntry>& entries);

struct WrittenRecords {
  std::vector<OrganizationKey> unknown;  // no such tenant: nothing of theirs was written
};
// Within a transaction of its caller.
Result<WrittenRecords> write_records(DatabaseSession& session, const std::vector<TenantRecords>& tenants);

// Ends what `node` had live before `boot` and has no more. Returns how many calls.
Result<std::size_t> end_lost_calls(DatabaseSession& session, const std::string& node, WallTime boot,
                                   const std::vector<CallId>& running);

// Whether the database would say the same another time.
bool is_refusal(const Error& error);

}  // namespace parley
