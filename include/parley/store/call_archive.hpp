// SPDX-License-Identifier: Apache-2.0
// The reading side: what is known of calls and callbacks, from memory and from the database. Without a database what
// memory holds is served and `whole` is false.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/core/result.hpp"
#include "parley/database/database.hpp"
#include "parley/store/call_log.hpp"
#include "parley/store/change_note.hpp"
#include "parley/store/write_behind.hpp"

namespace parley {

struct FoundCall {
  CallRecord record;
  Kept kept = Kept::memory;
};

struct ArchivePage {
  CallPage page;
  bool whole = true;  // false: the database did not answer, older calls may be missing
};

struct CallbackQuery {
  OrganizationKey organization;
  std::optional<std::string> state;
  std::size_t limit = 50;
  std::optional<CallbackId> cursor;  // goes on after it; ids sort by time
};
struct CallbackPage {
  std::vector<Callback> callbacks;  // newest first
  std::optional<CallbackId> next_cursor;
  bool whole = true;
};

struct Erasure {
  std::size_t calls = 0;
  std::size_t recordings = 0;
  std::size_t callbacks = 0;
};

class CallArchive {
 public:
  virtual ~CallArchive() = default;
  virtual Task<Result<std::optional<FoundCall>>> find(OrganizationKey organization, CallId id) = 0;
  virtual Task<ArchivePage> list(CallQuery query) = 0;
  virtual Task<CallbackPage> callbacks(CallbackQuery query) = 0;
  virtual Task<Result<std::optional<Callback>>> callback(OrganizationKey organization, CallbackId id) = 0;
  // not_found, conflict when `state` is not a step from the present one ("open" → "done" | "cancelled", and back).
  virtual Task<Result<Callback>> settle_callback(OrganizationKey organization, CallbackId id, std::string state,
                                                 ChangeNote note) = 0;
  // Every call from or to `number` with turns, recording and callbacks, for good, wherever it is held; audited.
  virtual Task<Result<Erasure>> erase_caller(OrganizationKey organization, std::string number, ChangeNote note) = 0;
  virtual Task<Result<Erasure>> erase_call(OrganizationKey organization, CallId id, ChangeNote note) = 0;
};

// Memory is asked for calls that run and for what is not in the database yet; the rest is the database's word, also
// when another instance has erased it. Recordings are deleted below `recordings` alone.
std::unique_ptr<CallArchive> create_call_archive(Database& database, RecentCalls& recent, WriteBehind& written,
                                                 std::filesystem::path recordings, const Clock& clock);

}  // namespace parley
