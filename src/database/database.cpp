// SPDX-License-Identifier: Apache-2.0
#include "parley/database/database.hpp"

#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "connection.hpp"
#include "database_meters.hpp"
#include "parley/async/blocking_pool.hpp"
#include "sql_fault.hpp"

namespace parley {
namespace {

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(DatabaseSettings settings, Log log, Meters& meters)
      : settings_(std::move(settings)), log_(std::move(log)), meters_(meters) {}
  ~PostgresDatabase() override { closing_ = true; }

  std::optional<Error> transact_here(const OrganizationKey& organization, std::chrono::milliseconds deadline,
                                     const DatabaseWork& work) override;
  DatabaseState state() const override {
    const std::lock_guard lock(mutex_);
    return state_;
  }

 protected:
  Task<std::optional<Error>> run_to_end(Use use, const OrganizationKey& organization,
                                        const DatabaseWork& work) override;

 private:
  using Connected = std::unique_ptr<Connection>;
  struct Asked {
    Use use;
    const OrganizationKey& organization;
    Instant at;
    std::chrono::milliseconds deadline;
    const DatabaseWork& work;
  };

  // Of those in flight. Given back on the pool: whoever asked may come back after the database is gone.
  struct Place {
    std::atomic<std::size_t>& taken;
    bool held;
    ~Place() {
      if (held) taken.fetch_sub(1);
    }
  };

  std::optional<Error> answer_on_pool(const Asked& asked);
  // On `kept`, made anew when it is missing or dead; afterwards it holds one that can be used, or nothing.
  WorkEnd answer(const Asked& asked, Connected& kept);
  WorkEnd run_on(Connection& connection, const Asked& asked);
  void note(const WorkEnd& end);

  const DatabaseSettings settings_;
  const Log log_;
  DatabaseMeters meters_;
  const std::unique_ptr<Clock> clock_ = create_system_clock();
  std::atomic<bool> closing_{false};
  std::atomic<std::size_t> in_flight_{0};  // asked and not answered, of the pool

  mutable std::mutex mutex_;
  DatabaseState state_{false, "nobody has asked yet"};
  std::atomic<bool> ready_{false};  // of state_, to be read without the lock
  std::vector<Connected> idle_;     // the one used last is used next: its caches are warm
  std::map<std::thread::id, Connected> of_threads_;

  Watchdog dog_{*clock_};  // outlives the pool's work
  BlockingPool pool_{settings_.connections, "database"};
};

WorkEnd PostgresDatabase::run_on(Connection& connection, const Asked& asked) {
  const auto deadline = asked.at + asked.deadline;
  return asked.use == Use::read ? connection.read(asked.organization, deadline, asked.work)
                                : connection.transact(asked.organization, deadline, asked.work);
}

WorkEnd PostgresDatabase::answer(const Asked& asked, Connected& kept) {
  const auto deadline = asked.at + asked.deadline;
  if (closing_) return {Error{Fault::unavailable, "the database is being closed"}, true};
  if (clock_->now() >= deadline) {
    return {Error{Fault::timed_out, "every connection to the database was busy until the deadline"}, true};
  }
  const auto used = meters_.use();
  try {
    if (kept) {
      auto end = run_on(*kept, asked);
      if (!kept->usable()) kept.reset();
      if (!end.untouched) return end;
    }
    kept = std::make_unique<Connection>(*clock_, dog_, ConnectOptions{settings_.url, deadline, asked.deadline});
    auto end = run_on(*kept, asked);
    if (!kept->usable()) kept.reset();
    return end;
  } catch (const pqxx::failure& error) {
    return {fault_of(error), true};
  } catch (...) {
    kept.reset();  // the work threw: nothing is known of what its session holds
    throw;
  }
}

void PostgresDatabase::note(const WorkEnd& end) {
  if (end.of_database) meters_.failed(end.error->fault);
  const bool away = end.of_database && (end.error->fault == Fault::unavailable || end.error->fault == Fault::timed_out);
  if (!away && ready_.load()) return;
  bool changed = false;
  {
    const std::lock_guard lock(mutex_);
    changed = state_.ready == away;
    state_.ready = !away;
    state_.problem = away ? end.error->message : "";
    ready_ = !away;
  }
  if (changed && away) log_.warning("database.lost", end.error->message);
  if (changed && !away) log_.info("database.answers", "the database answers");
}

std::optional<Error> PostgresDatabase::answer_on_pool(const Asked& asked) {
  const Place place{in_flight_, true};
  Connected kept;
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      kept = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  auto end = answer(asked, kept);
  if (kept) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(kept));
  }
  note(end);
  meters_.took(clock_->now() - asked.at);
  return std::move(end.error);
}

Task<std::optional<Error>> PostgresDatabase::run_to_end(Use use, const OrganizationKey& organization,
                                                        const DatabaseWork& work) {
  Place place{in_flight_, true};
  if (in_flight_.fetch_add(1) >= settings_.connections + settings_.waiting) {
    meters_.failed(Fault::exhausted);
    co_return Error{Fault::exhausted, "too many wait for the database"};
  }
  const Asked asked{use, organization, clock_->now(), settings_.deadline, work};
  auto job = [this, &asked, &place] {
    place.held = false;
    return answer_on_pool(asked);
  };
  auto ended = pool_.run(job);
  auto failed = co_await std::move(ended);
  co_return failed;  // nothing of the database from here on: it may be gone
}

std::optional<Error> PostgresDatabase::transact_here(const OrganizationKey& organization,
                                                     std::chrono::milliseconds deadline, const DatabaseWork& work) {
  Connected* kept = nullptr;
  {
    const std::lock_guard lock(mutex_);
    kept = &of_threads_[std::this_thread::get_id()];  // stays where it is while others come and go
  }
  if (*kept && (*kept)->statement_timeout() != deadline) kept->reset();
  const Asked asked{Use::transaction, organization, clock_->now(), deadline, work};
  auto end = answer(asked, *kept);
  note(end);
  meters_.took(clock_->now() - asked.at);
  return std::move(end.error);
}

}  // namespace

std::unique_ptr<Database> Database::create(DatabaseSettings settings, Log log, Meters& meters) {
  return std::make_unique<PostgresDatabase>(std::move(settings), std::move(log), meters);
}

}  // namespace parley
