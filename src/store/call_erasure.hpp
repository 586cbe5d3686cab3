// SPDX-License-Identifier: Apache-2.0
// Erases calls for good. Within a transaction that has entered the organization.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "parley/database/database.hpp"
#include "parley/store/call_archive.hpp"
#include "parley/store/change_note.hpp"

namespace parley {

// Deletes the recording if it lies below `directory`. True: there was one and it is gone.
bool delete_recording(const std::filesystem::path& directory, const std::string& path);

struct ErasureOrder {
  OrganizationKey organization;
  std::string number;                   // of the caller; empty: `calls` alone
  std::vector<CallId> calls;            // known to be meant, calls or callbacks, whether the database has them or not
  std::vector<std::string> recordings;  // of those that the database may not have
  std::filesystem::path recordings_dir;
  std::string node;  // recordings of others are left to them (erased_calls)
};

struct ErasedRows {
  std::vector<CallId> calls;  // that the database had
  std::size_t recordings = 0;
  std::size_t callbacks = 0;
};

// conflict when a call that is meant runs. The audit entry is written with it.
Result<ErasedRows> erase_rows(DatabaseSession& session, const ErasureOrder& order, WallTime now,
                              const ChangeNote& note);

}  // namespace parley
