// SPDX-License-Identifier: Apache-2.0
// Where the stories of calls are kept. A call never waits for it: remember() must not block.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "parley/store/call_cursor.hpp"
#include "parley/store/call_record.hpp"

namespace parley {

struct CallPage {
  std::vector<CallRecord> calls;          // newest first
  std::optional<CallCursor> next_cursor;  // absent on the last page
};

struct CallQuery {
  OrganizationKey organization;
  bool live_only = false;
  std::size_t limit = 50;
  std::optional<CallCursor> cursor;  // goes on after it
};

// Thread-safe. Every read names its organization: a foreign id is as unknown as one that never was.
class CallLog {
 public:
  virtual ~CallLog() = default;
  // Keeps or replaces the record of `record.id`; called at start, after each turn and at the end.
  virtual void remember(const CallRecord& record) = 0;
  virtual void remember_callback(const Callback& callback) = 0;
  virtual std::optional<CallRecord> find(const OrganizationKey& organization, CallId id) const = 0;
  virtual CallPage list(const CallQuery& query) const = 0;
  // Newest first, at most the newest 1000.
  virtual std::vector<Callback> callbacks(const OrganizationKey& organization) const = 0;
  // Finished calls that are no longer kept.
  virtual std::uint64_t forgotten() const = 0;
};

// Holds the newest `capacity` finished calls and all running ones; older finished ones go and are counted.
std::unique_ptr<CallLog> create_memory_call_log(std::size_t capacity);

}  // namespace parley
