// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "parley/store/spool.hpp"
#include "parley/store/write_behind.hpp"
#include "spool_aside.hpp"
#include "write_behind_ledger.hpp"
#include "write_behind_pace.hpp"
#include "write_behind_replay.hpp"

namespace parley {

struct WriteBehindMeters {
  explicit WriteBehindMeters(Meters& meters);

  Gauge& waiting_bytes;
  Counter& refused;
  Counter& set_aside;
  Counter& damaged;
  Counter& written;
  Counter& failed;
};

// The threads around ledger and spool.
class WriteBehindLog final : public WriteBehind {
 public:
  WriteBehindLog(WriteBehindSettings settings, RecentCalls& recent, Database* database, const Clock& clock, Log log,
                 Meters& meters, std::function<CallbackId()> next_callback_id);
  WriteBehindLog(const WriteBehindLog&) = delete;
  WriteBehindLog& operator=(const WriteBehindLog&) = delete;
  ~WriteBehindLog() override;  // what is remembered is spooled once more; what is not written stays in the spool

  // Before anything is remembered. conflict: not ours.
  std::optional<Error> start();

  void remember(const CallRecord& record) override;
  void remember_callback(const Callback& callback) override;
  Kept kept(CallId id) const override;
  Kept kept(CallbackId id) const override { return kept(CallId(id.uuid())); }
  Result<std::vector<CallId>> on_their_way(const OrganizationKey& organization,
                                           const std::string& number) const override;
  std::vector<CallId> unwritten() const override;
  void clear_copies(std::vector<CallId> erased) override;
  bool flush(Instant deadline) override;
  WriteBehindState state() const override;
  const std::string& node() const override { return settings_.node; }

 private:
  std::optional<Error> open_spool();
  void spool_records();  // a thread
  void spool_once(std::unique_lock<std::mutex>& lock, BackOff& back_off);
  std::optional<Error> append_what_fits(std::vector<SpoolEntry> entries, std::vector<SpoolPosition>& ends);
  std::vector<SpoolEntry> encode_due(const WriteBehindLedger::Due& due) const;

  void write_records_behind();  // a thread
  bool recover();
  bool write_next();  // false: to be tried again later
  bool write_entries(const std::vector<SpoolEntry>& entries);
  bool write_one_by_one(const std::vector<SpoolEntry>& entries);
  std::optional<Error> write_tenants(const std::vector<TenantRecords>& tenants, std::vector<OrganizationKey>& unknown);
  bool put_aside(const std::vector<SpoolEntry>& entries, const std::string& why);
  bool end_lost();
  void clear_copies_of(const std::vector<CallId>& erased, bool idle);
  bool ending() const;
  bool all_written() const;  // under the mutex

  // Given to us.
  const WriteBehindSettings settings_;
  RecentCalls& recent_;
  Database* const database_;
  const Clock& clock_;
  const Log log_;
  WriteBehindMeters meters_;
  const std::function<CallbackId()> next_callback_id_;
  const WallTime boot_;

  // Guarded by the mutex.
  mutable std::mutex mutex_;
  std::condition_variable remembered_;  // wakes the thread that spools
  std::condition_variable spooled_;     // wakes the thread that writes, and who flushes
  WriteBehindLedger ledger_;
  WriteBehindState state_;
  bool recovered_ = false;
  std::vector<CallId> to_clear_;
  bool hurried_ = false;
  bool room_made_ = false;  // in the spool, since it was found full
  bool ending_ = false;

  std::unique_ptr<Spool> spool_;  // made once; seen through spool_ready_
  std::atomic<bool> spool_open_ = false;
  SpoolPosition end_at_open_;
  SpoolAside aside_;

  // Of the thread that writes.
  SpoolPosition next_;
  bool lost_ended_ = false;

  std::thread spooling_;
  std::thread writing_;
};

}  // namespace parley
