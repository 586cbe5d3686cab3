// SPDX-License-Identifier: Apache-2.0
// The log of calls that survives: memory first and at once, then a spool on this machine's disk, then the database.
// Two threads of its own: one makes remembered records durable, the other brings them to the database; neither waits
// for the other.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/core/result.hpp"
#include "parley/database/database.hpp"
#include "parley/store/call_log.hpp"

namespace parley {

struct WriteBehindSettings {
  std::filesystem::path directory;  // of the spool
  std::uint64_t limit_bytes = 256ULL << 20U;
  std::uint64_t segment_bytes = 8ULL << 20U;
  std::string node;                                   // the name of this instance, the same after a restart
  std::chrono::milliseconds database_deadline{5000};  // for each transaction
  std::size_t most_over = 10000;                      // calls that are over and find no place in the spool
};

struct WriteBehindState {
  bool spool_ready = true;
  std::string spool_problem;        // "the spool … is full", or what the disk said; empty when ready
  std::uint64_t waiting_bytes = 0;  // in the spool and not in the database
  std::uint64_t refused = 0;        // records that found no place in the spool when they were remembered
  std::uint64_t set_aside = 0;      // records that the database will not take
  bool database_ready = true;
  std::string database_problem;
};

class WriteBehind : public CallLog {
 public:
  // Of the newest version that was remembered. Thread-safe.
  virtual Kept kept(CallId id) const = 0;
  virtual Kept kept(CallbackId id) const = 0;
  // Ids of calls and callbacks whose newest version is not in the database; those of calls that run besides.
  virtual std::vector<CallId> unwritten() const = 0;
  // What must be known to erase a caller: ids of calls and callbacks that are not in the database yet. unavailable as
  // long as the spool of the last run is being read.
  virtual Result<std::vector<CallId>> on_their_way(const OrganizationKey& organization,
                                                   const std::string& number) const = 0;
  // Copies of erased records go from this machine's disk: in the background, as soon as what else is in the spool is
  // in the database.
  virtual void clear_copies(std::vector<CallId> erased) = 0;
  // Blocks until every record is in the spool and in the database, or until `deadline`. True: all of them are.
  virtual bool flush(Instant deadline) = 0;
  virtual WriteBehindState state() const = 0;
  virtual const std::string& node() const = 0;
};

// conflict: another process uses the directory. A disk that does not work is no failure: it is tried again, and told by
// state(). Without a database (nullptr) there is no spool either: `recent` is all.
Result<std::unique_ptr<WriteBehind>> create_write_behind(WriteBehindSettings settings, RecentCalls& recent,
                                                         Database* database, const Clock& clock, Log log,
                                                         Meters& meters, std::function<CallbackId()> next_callback_id);

}  // namespace parley
