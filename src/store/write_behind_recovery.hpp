// SPDX-License-Identifier: Apache-2.0
// What the spool of a process that is gone says: which records are on their way, and which calls went down with it.
// Pure.
#pragma once

#include <unordered_map>
#include <utility>
#include <vector>

#include "record_codec.hpp"
#include "write_behind_ledger.hpp"

namespace parley {

class WriteBehindRecovery {
 public:
  // In the order of the spool. What is whole and over is given back: memory may serve it until the database does.
  std::optional<CallRecord> add(const SpoolEntry& entry);

  // Calls that have no end: each with the last moment that is known of it, and server_lost. `whole`: all of its turns
  // are there.
  struct Lost {
    CallRecord record;
    bool whole = false;
  };
  std::vector<Lost> lost() const;
  std::vector<Callback> callbacks() const { return callbacks_; }
  std::vector<WriteBehindLedger::Found> take_found() { return std::move(found_); }

 private:
  std::unordered_map<CallId, CallDelta> open_;
  std::vector<Callback> callbacks_;
  std::vector<WriteBehindLedger::Found> found_;
};

}  // namespace parley
