// SPDX-License-Identifier: Apache-2.0
// The statements of retention. Each within a transaction that has entered the organization.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "parley/database/database.hpp"
#include "parley/store/call_record.hpp"

namespace parley {

struct RetentionPlace {
  std::string tenant;  // id
  std::string node;
  std::filesystem::path recordings;
};

// Of calls that ended before `before`, the oldest `most`: those whose recordings or transcripts are gone now.
Result<std::vector<CallId>> erase_recordings(DatabaseSession& session, const RetentionPlace& place, WallTime before,
                                             std::size_t most);
Result<std::vector<CallId>> erase_transcripts(DatabaseSession& session, const RetentionPlace& place, WallTime before,
                                              std::size_t most);
// What erasure left to this instance: recordings on its disk, and what its memory still has (the answer). Marks of
// erasure that nothing can need any more go.
Result<std::vector<CallId>> finish_erasures(DatabaseSession& session, const RetentionPlace& place);

}  // namespace parley
