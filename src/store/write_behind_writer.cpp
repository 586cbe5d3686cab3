// SPDX-License-Identifier: Apache-2.0
// The thread that brings the spool to the database.
#include <algorithm>
#include <utility>

#include "write_behind_log.hpp"
#include "write_behind_recovery.hpp"

namespace parley {
namespace {

constexpr std::uint64_t kBatchBytes = 512U << 10U;
constexpr auto kFirstRetry = 100ms;
constexpr auto kLongestRetry = 10s;
// Between two transactions while there is little to write: what is remembered meanwhile goes together.
constexpr auto kGather = 25ms;
constexpr std::size_t kLittle = 64;
// Without anything to write, or with so much that is written: what lies on disk is cleared.
constexpr auto kIdle = 10s;
constexpr std::uint64_t kMuchReleased = 1U << 20U;
// A deadlock looks like a refusal; three in a row are one.
constexpr int kTriesOfOne = 3;
constexpr std::size_t kPiece = 1000;

}  // namespace

bool WriteBehindLog::ending() const {
  const std::lock_guard lock(mutex_);
  return ending_;
}

void WriteBehindLog::write_records_behind() {
  BackOff back_off(kFirstRetry, kLongestRetry);
  {
    std::unique_lock lock(mutex_);
    spooled_.wait(lock, [this] { return ending_ || spool_; });
  }
  while (!ending()) {
    const bool worked = recover() && write_next();
    std::unique_lock lock(mutex_);
    if (worked) {
      back_off.succeeded();
      continue;
    }
    const auto pause = back_off.failed(static_cast<std::uint32_t>(clock_.now().time_since_epoch().count()));
    if (hurried_) {
      spooled_.wait_for(lock, kFirstRetry, [this] { return ending_; });
    } else {
      spooled_.wait_for(lock, pause, [this] { return ending_ || hurried_; });
    }
  }
}

// Reads what the last run left. Memory may serve it while the database is away.
bool WriteBehindLog::recover() {
  {
    const std::lock_guard lock(mutex_);
    if (recovered_) return true;
  }
  WriteBehindRecovery recovery;
  for (auto at = next_; at < end_at_open_;) {
    const auto batch = spool_->read(at, kBatchBytes);
    if (!batch) return false;
    for (const auto& entry : batch->entries) {
      if (entry.end > end_at_open_) break;
      if (auto record = recovery.add(entry)) recent_.remember(*record);
    }
    if (batch->next == at || batch->entries.empty()) break;
    at = batch->next;
  }
  for (const auto& callback : recovery.callbacks()) recent_.remember_callback(callback);
  const auto lost = recovery.lost();
  for (const auto& call : lost) {
    if (call.whole) recent_.remember(call.record);
  }
  if (!lost.empty()) {
    log_.warning("calls.lost", "the last run of this server ended with calls that were up", {{"calls", lost.size()}});
  }
  // The last first, each piece before what is there; a call that remembers meanwhile waits for one piece.
  auto found = recovery.take_found();
  while (!found.empty()) {
    const auto piece = std::min(found.size(), kPiece);
    const auto begin = found.end() - static_cast<std::ptrdiff_t>(piece);
    std::vector<WriteBehindLedger::Found> last(std::make_move_iterator(begin), std::make_move_iterator(found.end()));
    found.erase(begin, found.end());
    const std::lock_guard lock(mutex_);
    ledger_.adopt(std::move(last));
  }
  const std::lock_guard lock(mutex_);
  for (const auto& call : lost) ledger_.remember(std::make_shared<const CallRecord>(call.record));
  recovered_ = true;
  remembered_.notify_all();
  return true;
}

bool WriteBehindLog::write_next() {
  const auto batch = spool_->read(next_, kBatchBytes);
  if (!batch) {
    log_.error("spool.failed", batch.error().message);
    return false;
  }
  if (!batch->entries.empty() && !write_entries(batch->entries)) return false;
  for (const auto& damage : batch->damage) {
    meters_.damaged.add();
    log_.error("spool.damaged", "a place of the spool holds no whole record and is left out",
               {{"file", damage.file}, {"offset", damage.offset}, {"bytes", damage.bytes}});
  }
  if (const auto released = spool_->release(batch->next); !released) return false;
  next_ = batch->next;
  meters_.waiting_bytes.set(static_cast<std::int64_t>(spool_->waiting_bytes()));
  if (!lost_ended_ && next_ >= end_at_open_ && !end_lost()) return false;
  std::unique_lock lock(mutex_);
  ledger_.written(next_);
  if (!state_.spool_ready) {
    room_made_ = true;
    remembered_.notify_all();
  }
  if (all_written()) spooled_.notify_all();
  if (!batch->entries.empty()) {
    if (batch->entries.size() < kLittle && !hurried_) spooled_.wait_for(lock, kGather, [this] { return ending_; });
    return true;
  }
  const auto waits = [this] { return ending_ || !to_clear_.empty() || spool_->end() > next_; };
  const bool idle = !spooled_.wait_for(lock, kIdle, waits);
  const auto erased = std::exchange(to_clear_, {});
  lock.unlock();
  clear_copies_of(erased, idle);
  return true;
}

// Copies of what is in the database are no use and may have to be erased.
void WriteBehindLog::clear_copies_of(const std::vector<CallId>& erased, bool idle) {
  if (!erased.empty()) {
    const auto wanted = [&erased](const SpoolEntry& entry) {
      const auto one = gather({entry});
      if (one.tenants.empty()) return true;
      const auto& records = one.tenants.front();
      const auto id = records.calls.empty() ? records.callbacks.front().call : records.calls.front().call.id;
      return std::find(erased.begin(), erased.end(), id) == erased.end();
    };
    if (const auto kept = aside_.keep(wanted); !kept) log_.error("spool.failed", kept.error().message);
  }
  if (spool_->bytes() == 0 || (erased.empty() && !idle && spool_->bytes() < kMuchReleased)) return;
  if (!spool_->clear_released()) return;
  next_ = std::max(next_, spool_->released());
}

std::optional<Error> WriteBehindLog::write_tenants(const std::vector<TenantRecords>& tenants,
                                                   std::vector<OrganizationKey>& unknown) {
  const auto work = [&](DatabaseSession& session) -> std::optional<Error> {
    auto written = write_records(session, tenants);
    if (!written) return written.error();
    unknown = std::move(written->unknown);
    return std::nullopt;
  };
  const OrganizationKey first = tenants.empty() ? OrganizationKey{} : tenants.front().organization;
  auto problem = database_->transact_here(first, settings_.database_deadline, work);
  const std::lock_guard lock(mutex_);
  const bool away = problem && !is_refusal(*problem);
  if (away) meters_.failed.add();
  if (away && state_.database_ready) {
    log_.warning("write_behind.waits", problem->message + "; records wait in the spool");
  }
  if (!problem && !state_.database_ready) log_.info("write_behind.goes_on", "records reach the database again");
  state_.database_ready = !away;
  state_.database_problem = away ? problem->message : "";
  return problem;
}

bool WriteBehindLog::write_entries(const std::vector<SpoolEntry>& entries) {
  const auto gathered = gather(entries);
  std::vector<OrganizationKey> unknown;
  if (auto problem = write_tenants(gathered.tenants, unknown)) {
    return is_refusal(*problem) && write_one_by_one(entries);
  }
  if (!gathered.unreadable.empty() && !put_aside(gathered.unreadable, "it cannot be read")) return false;
  if (!unknown.empty()) {
    std::vector<SpoolEntry> homeless;
    for (const auto& entry : entries) {
      const auto one = gather({entry});
      if (one.tenants.empty()) continue;
      const auto& organization = one.tenants.front().organization;
      if (std::find(unknown.begin(), unknown.end(), organization) != unknown.end()) homeless.push_back(entry);
    }
    if (!put_aside(homeless, "the database does not know its organization (parley seed)")) return false;
  }
  meters_.written.add(entries.size());
  return true;
}

bool WriteBehindLog::write_one_by_one(const std::vector<SpoolEntry>& entries) {
  for (const auto& entry : entries) {
    const auto one = gather({entry});
    std::vector<OrganizationKey> unknown;
    std::optional<Error> problem;
    for (int tries = 0; tries < kTriesOfOne; ++tries) {
      problem = write_tenants(one.tenants, unknown);
      if (!problem) break;
      if (!is_refusal(*problem) || ending()) return false;
    }
    std::string why;
    if (problem) why = problem->message;
    if (!unknown.empty()) why = "the database does not know its organization (parley seed)";
    if (!one.unreadable.empty()) why = "it cannot be read";
    if (!why.empty() && !put_aside({entry}, why)) return false;
  }
  meters_.written.add(entries.size());
  return true;
}

bool WriteBehindLog::put_aside(const std::vector<SpoolEntry>& entries, const std::string& why) {
  if (const auto added = aside_.add(entries); !added && added.error().fault != Fault::exhausted) {
    log_.error("spool.failed", added.error().message);
    return false;
  }
  meters_.set_aside.add(entries.size());
  log_.error("spool.set_aside", "records cannot be written and are set aside: " + why, {{"records", entries.size()}});
  const auto gathered = gather(entries);
  const std::lock_guard lock(mutex_);
  state_.set_aside += entries.size();
  for (const auto& tenant : gathered.tenants) {
    for (const auto& delta : tenant.calls) ledger_.set_aside(delta.call.id);
    for (const auto& callback : tenant.callbacks) ledger_.set_aside(CallId(callback.id.uuid()));
  }
  return true;
}

// Calls of the last run that were written while they were up.
bool WriteBehindLog::end_lost() {
  std::vector<CallId> running;
  {
    const std::lock_guard lock(mutex_);
    running = ledger_.running();
  }
  std::size_t ended = 0;
  const auto work = [&](DatabaseSession& session) -> std::optional<Error> {
    const auto done = end_lost_calls(session, settings_.node, boot_, running);
    if (!done) return done.error();
    ended = *done;
    return std::nullopt;
  };
  if (database_->transact_here(OrganizationKey{}, settings_.database_deadline, work)) return false;
  if (ended > 0) log_.warning("calls.lost", "calls that this server had up when it ended", {{"calls", ended}});
  lost_ended_ = true;
  return true;
}

}  // namespace parley
