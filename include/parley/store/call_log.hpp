// SPDX-License-Identifier: Apache-2.0
// The writing side of the stories of calls. A call never waits for it: nothing here blocks.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "parley/store/call_query.hpp"
#include "parley/store/call_record.hpp"

namespace parley {

// Thread-safe.
class CallLog {
 public:
  virtual ~CallLog() = default;
  // Keeps or replaces the record of `record.id`; called at start, after each turn and at the end.
  virtual void remember(const CallRecord& record) = 0;
  // Likewise of `callback.id`.
  virtual void remember_callback(const Callback& callback) = 0;
};

// The newest calls in memory: those that run, and the newest `capacity` that are over. Every read names its
// organization: a foreign id is as unknown as one that never was.
class RecentCalls : public CallLog {
 public:
  virtual std::optional<CallRecord> find(const OrganizationKey& organization, CallId id) const = 0;
  virtual CallPage list(const CallQuery& query) const = 0;
  // Those of `ids` that the query means, its cursor included and its limit not; in any order.
  virtual std::vector<CallRecord> among(const std::vector<CallId>& ids, const CallQuery& query) const = 0;
  // Newest first, at most the newest 1000.
  virtual std::vector<Callback> callbacks(const OrganizationKey& organization) const = 0;
  // Forgets at once, with its callbacks; a call that runs comes back with its next turn.
  virtual void erase(CallId id) = 0;
  virtual void erase(CallbackId id) = 0;
  // Finished calls that are no longer kept.
  virtual std::uint64_t forgotten() const = 0;
};

std::unique_ptr<RecentCalls> create_recent_calls(std::size_t capacity);

}  // namespace parley
