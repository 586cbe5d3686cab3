// SPDX-License-Identifier: Apache-2.0
// What the calls and the rest of the server see of it, and the thread that makes records durable.
#include "parley/store/write_behind.hpp"

#include <algorithm>
#include <utility>

#include "write_behind_log.hpp"

namespace parley {
namespace {

constexpr std::size_t kGroup = 256;  // records that share one fdatasync at most
constexpr auto kFirstRetry = 200ms;
constexpr auto kLongestRetry = 5s;

}  // namespace

WriteBehindMeters::WriteBehindMeters(Meters& meters)
    : waiting_bytes(meters.gauge("parley_spool_bytes", "Bytes of records on disk that are not in the database yet.")),
      refused(meters.counter("parley_spool_refused_total", "Records that found no place in the spool.")),
      set_aside(meters.counter("parley_spool_set_aside_total", "Records that the database will not take.")),
      damaged(meters.counter("parley_spool_damaged_total", "Places of the spool that held no whole record.")),
      written(meters.counter("parley_write_behind_written_total", "Entries of the spool that reached the database.")),
      failed(meters.counter("parley_write_behind_failed_total", "Tries to reach the database that failed.")) {}

WriteBehindLog::WriteBehindLog(WriteBehindSettings settings, RecentCalls& recent, Database* database,
                               const Clock& clock, Log log, Meters& meters,
                               std::function<CallbackId()> next_callback_id)
    : settings_(std::move(settings)),
      recent_(recent),
      database_(database),
      clock_(clock),
      log_(std::move(log)),
      meters_(meters),
      next_callback_id_(std::move(next_callback_id)),
      boot_(clock.wall_now()),
      ledger_(settings_.most_over),
      aside_(settings_.directory) {}

WriteBehindLog::~WriteBehindLog() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  remembered_.notify_all();
  spooled_.notify_all();
  if (spooling_.joinable()) spooling_.join();
  if (writing_.joinable()) writing_.join();
}

std::optional<Error> WriteBehindLog::start() {
  if (!database_) return std::nullopt;
  if (auto problem = open_spool()) {
    if (problem->fault == Fault::conflict) return problem;
    log_.error("spool.failed", problem->message);
  }
  spooling_ = std::thread([this] { spool_records(); });
  writing_ = std::thread([this] { write_records_behind(); });
  return std::nullopt;
}

// Nothing is appended before it is known where the records of the last run end.
std::optional<Error> WriteBehindLog::open_spool() {
  auto opened = Spool::open({settings_.directory, settings_.limit_bytes, settings_.segment_bytes});
  if (opened) {
    const auto again = aside_.entries();
    if (!again.empty() && (*opened)->append(again)) (void)aside_.keep([](const SpoolEntry&) { return false; });
  }
  const std::lock_guard lock(mutex_);
  if (!opened) {
    state_.spool_ready = false;
    state_.spool_problem = opened.error().message;
    return opened.error();
  }
  state_.spool_ready = true;
  state_.spool_problem.clear();
  spool_ = std::move(*opened);
  end_at_open_ = spool_->end();
  next_ = spool_->released();
  for (const auto& damage : spool_->cut()) {
    meters_.damaged.add();
    log_.warning("spool.cut", "the end of the spool held no whole record and was cut off",
                 {{"file", damage.file}, {"offset", damage.offset}, {"bytes", damage.bytes}});
  }
  spool_open_ = true;
  spooled_.notify_all();
  return std::nullopt;
}

void WriteBehindLog::remember(const CallRecord& record) {
  recent_.remember(record);
  // A call to a number that nobody has belongs to no tenant: memory is all it gets.
  if (!database_ || record.organization.value.empty()) return;
  auto copy = std::make_shared<const CallRecord>(record);
  {
    const std::lock_guard lock(mutex_);
    ledger_.remember(std::move(copy));
  }
  remembered_.notify_one();
}

void WriteBehindLog::remember_callback(const Callback& callback) {
  auto copy = callback;
  if (copy.id.is_nil()) copy.id = next_callback_id_();
  recent_.remember_callback(copy);
  if (!database_ || copy.organization.value.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    ledger_.remember(copy);
  }
  remembered_.notify_one();
}

Kept WriteBehindLog::kept(CallId id) const {
  if (!database_) return Kept::memory;
  const std::lock_guard lock(mutex_);
  return ledger_.kept(id);
}

Result<std::vector<CallId>> WriteBehindLog::on_their_way(const OrganizationKey& organization,
                                                         const std::string& number) const {
  const std::lock_guard lock(mutex_);
  if (database_ && !recovered_) {
    return Error{Fault::unavailable, "the records of the last run are still being read: try again in a moment"};
  }
  return ledger_.on_their_way(organization, number);
}

std::vector<CallId> WriteBehindLog::unwritten() const {
  const std::lock_guard lock(mutex_);
  return ledger_.unwritten();
}

void WriteBehindLog::clear_copies(std::vector<CallId> erased) {
  {
    const std::lock_guard lock(mutex_);
    to_clear_.insert(to_clear_.end(), erased.begin(), erased.end());
  }
  spooled_.notify_all();
}

bool WriteBehindLog::all_written() const {
  if (!database_) return true;
  return ledger_.spooled_everything() && recovered_ && spool_ && spool_->waiting_bytes() == 0;
}

bool WriteBehindLog::flush(Instant deadline) {
  std::unique_lock lock(mutex_);
  hurried_ = true;
  spooled_.notify_all();
  remembered_.notify_all();
  const bool done = spooled_.wait_until(lock, deadline, [this] { return all_written(); });
  hurried_ = false;
  return done;
}

WriteBehindState WriteBehindLog::state() const {
  const std::lock_guard lock(mutex_);
  auto state = state_;
  if (spool_) state.waiting_bytes = spool_->waiting_bytes();
  return state;
}

void WriteBehindLog::spool_records() {
  BackOff back_off(kFirstRetry, kLongestRetry);
  std::unique_lock lock(mutex_);
  while (true) {
    remembered_.wait(lock, [this] { return ending_ || !ledger_.spooled_everything() || !spool_; });
    if (ledger_.spooled_everything() && ending_) return;
    const bool last_try = ending_;
    spool_once(lock, back_off);
    if (last_try && !state_.spool_ready) return;
  }
}

void WriteBehindLog::spool_once(std::unique_lock<std::mutex>& lock, BackOff& back_off) {
  std::optional<Error> problem;
  auto due = ledger_.take(kGroup);
  lock.unlock();
  if (!spool_open_) problem = open_spool();
  std::vector<SpoolPosition> ends;
  if (!problem && !due.empty()) problem = append_what_fits(encode_due(due), ends);
  auto rest = due.split(ends.size());
  const auto waiting = spool_open_ ? spool_->waiting_bytes() : 0;
  lock.lock();
  meters_.waiting_bytes.set(static_cast<std::int64_t>(waiting));
  ledger_.spooled(due, ends);
  if (!problem || !ends.empty()) {
    back_off.succeeded();
    spooled_.notify_all();
  }
  if (!problem) {
    if (!state_.spool_ready) log_.info("spool.works", "the spool takes records again");
    state_.spool_ready = true;
    state_.spool_problem.clear();
    return;
  }
  const auto refused = ledger_.refused(rest);
  state_.refused += refused;
  meters_.refused.add(refused);
  if (state_.spool_ready) log_.error("spool.failed", problem->message + "; records stay in memory until it works");
  state_.spool_ready = false;
  state_.spool_problem = problem->message;
  const auto pause = back_off.failed(static_cast<std::uint32_t>(clock_.now().time_since_epoch().count()));
  room_made_ = false;
  remembered_.wait_for(lock, pause, [this] { return ending_ || room_made_; });
}

std::optional<Error> WriteBehindLog::append_what_fits(std::vector<SpoolEntry> entries,
                                                      std::vector<SpoolPosition>& ends) {
  std::optional<Error> problem;
  for (; !entries.empty(); entries.resize(entries.size() / 2)) {
    auto appended = spool_->append(entries);
    if (appended) {
      ends = std::move(*appended);
      return problem;
    }
    problem = appended.error();
    if (problem->fault != Fault::exhausted) return problem;
  }
  return problem;
}

std::vector<SpoolEntry> WriteBehindLog::encode_due(const WriteBehindLedger::Due& due) const {
  std::vector<SpoolEntry> entries;
  const auto at = clock_.wall_now();
  for (const auto& call : due.calls) {
    entries.push_back({kCallEntry, encode(difference(call.before.get(), *call.now, at)), {}});
  }
  for (const auto& callback : due.callbacks) entries.push_back({kCallbackEntry, encode(callback), {}});
  return entries;
}

Result<std::unique_ptr<WriteBehind>> create_write_behind(WriteBehindSettings settings, RecentCalls& recent,
                                                         Database* database, const Clock& clock, Log log,
                                                         Meters& meters, std::function<CallbackId()> next_callback_id) {
  auto write_behind = std::make_unique<WriteBehindLog>(std::move(settings), recent, database, clock, std::move(log),
                                                       meters, std::move(next_callback_id));
  if (auto problem = write_behind->start()) return *problem;
  return std::unique_ptr<WriteBehind>(std::move(write_behind));
}

}  // namespace parley
