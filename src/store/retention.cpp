// SPDX-License-Identifier: Apache-2.0
#include "parley/store/retention.hpp"

#include <utility>

#include "organization_rows.hpp"
#include "retention_due.hpp"
#include "retention_rows.hpp"

namespace parley {
namespace {

constexpr auto kAfterStart = 30s;
constexpr auto kEvery = 1h;
constexpr std::size_t kBatch = 200;         // calls a transaction
constexpr std::size_t kBatchesOfOne = 100;  // of one organization and kind in one run; the rest is left to the next

class HourlyRetention final : public Retention {
 public:
  HourlyRetention(Database& database, OrganizationStore& organizations, RecentCalls& recent, const WriteBehind& written,
                  std::filesystem::path recordings, Clock& clock, Log log)
      : database_(database),
        organizations_(organizations),
        recent_(recent),
        written_(written),
        recordings_(std::move(recordings)),
        clock_(clock),
        log_(std::move(log)) {}

  Task<void> run() override;
  Task<RetentionRun> sweep() override;

 private:
  enum class Kind { recordings, transcripts };
  struct Step {
    bool answered = true;
    bool more = false;
    std::size_t erased = 0;
  };

  Task<RetentionRun> sweep_one(OrganizationKey organization);
  Task<Step> erase_all(OrganizationKey organization, Kind kind, WallTime before);
  Task<Step> erase_batch(OrganizationKey organization, Kind kind, WallTime before, std::size_t earlier, bool final);
  Task<bool> finish(OrganizationKey organization);
  RetentionPlace place_of(const TenantRow& tenant) const { return {tenant.id, written_.node(), recordings_}; }

  Database& database_;
  OrganizationStore& organizations_;
  RecentCalls& recent_;
  const WriteBehind& written_;
  const std::filesystem::path recordings_;
  Clock& clock_;
  const Log log_;
};

Task<void> HourlyRetention::run() {
  auto next = clock_.now() + kAfterStart;
  while (true) {
    auto waiting = clock_.sleep_until(next);
    co_await std::move(waiting);
    auto sweeping = sweep();
    const auto run = co_await std::move(sweeping);
    if (run.recordings + run.transcripts > 0) {
      log_.info("retention.erased", "recordings and transcripts whose days were over are gone",
                {{"recordings", run.recordings}, {"transcripts", run.transcripts}});
    }
    next = clock_.now() + (run.whole ? kEvery : kAfterStart);
  }
}

Task<RetentionRun> HourlyRetention::sweep() {
  RetentionRun run;
  auto asking = organizations_.versions();
  const auto versions = co_await std::move(asking);
  if (!versions) {
    run.whole = false;
    co_return run;
  }
  for (const auto& version : *versions) {
    auto sweeping = sweep_one(version.key);
    const auto one = co_await std::move(sweeping);
    run.recordings += one.recordings;
    run.transcripts += one.transcripts;
    run.whole = run.whole && one.whole;
  }
  co_return run;
}

Task<RetentionRun> HourlyRetention::sweep_one(OrganizationKey organization) {
  RetentionRun run;
  auto finishing = finish(organization);
  const bool finished = co_await std::move(finishing);
  auto loading = organizations_.load(organization);
  const auto stored = co_await std::move(loading);
  run.whole = finished && stored.has_value();
  if (!stored) co_return run;
  const auto due = due_at(stored->definition.retention, clock_.wall_now());
  if (due.recordings) {
    auto erasing = erase_all(organization, Kind::recordings, *due.recordings);
    const auto step = co_await std::move(erasing);
    run.recordings = step.erased;
    run.whole = run.whole && step.answered && !step.more;
  }
  if (due.transcripts) {
    auto erasing = erase_all(organization, Kind::transcripts, *due.transcripts);
    const auto step = co_await std::move(erasing);
    run.transcripts = step.erased;
    run.whole = run.whole && step.answered && !step.more;
  }
  co_return run;
}

Task<HourlyRetention::Step> HourlyRetention::erase_all(OrganizationKey organization, Kind kind, WallTime before) {
  Step all;
  for (std::size_t i = 1; i <= kBatchesOfOne; ++i) {
    auto erasing = erase_batch(organization, kind, before, all.erased, i == kBatchesOfOne);
    const auto step = co_await std::move(erasing);
    all.answered = step.answered;
    all.more = step.more;
    all.erased += step.erased;
    if (!step.answered || !step.more) break;
  }
  co_return all;
}

// The last batch of a run has the audit entry of all of them in its transaction.
Task<HourlyRetention::Step> HourlyRetention::erase_batch(OrganizationKey organization, Kind kind, WallTime before,
                                                         std::size_t earlier, bool final) {
  const bool recordings = kind == Kind::recordings;
  const auto now = clock_.wall_now();
  const ChangeNote note{"retention", ""};
  auto work = [&](DatabaseSession& session) -> Result<std::vector<CallId>> {
    const auto tenant = find_tenant(session, organization);
    if (!tenant) return tenant.error();
    auto ids = recordings ? erase_recordings(session, place_of(*tenant), before, kBatch)
                          : erase_transcripts(session, place_of(*tenant), before, kBatch);
    if (!ids) return ids.error();
    const auto total = earlier + ids->size();
    const bool last = final || ids->size() < kBatch;
    if (!last || total == 0) return ids;
    RowIds audit_ids(now);
    OrganizationWrite write{session, audit_ids, note, *tenant};
    const auto noted =
        write_audit(write, recordings ? "retention.recordings_erased" : "retention.transcripts_erased",
                    "organization " + organization.value, "", "{\"calls\":" + std::to_string(total) + "}");
    if (!noted) return noted.error();
    return ids;
  };
  auto erasing = database_.transact(organization, work);
  const auto erased = co_await std::move(erasing);
  Step step;
  step.answered = erased.has_value();
  if (!erased) {
    log_.warning("retention.failed", erased.error().message, {{"organization", organization.value}});
    co_return step;
  }
  for (const auto& id : *erased) recent_.erase(id);  // from here on the database's row is what is served
  step.erased = erased->size();
  step.more = erased->size() == kBatch;
  co_return step;
}

Task<bool> HourlyRetention::finish(OrganizationKey organization) {
  auto work = [&](DatabaseSession& session) -> Result<std::vector<CallId>> {
    const auto tenant = find_tenant(session, organization);
    if (!tenant) return tenant.error();
    return finish_erasures(session, place_of(*tenant));
  };
  auto finishing = database_.transact(organization, work);
  const auto erased = co_await std::move(finishing);
  if (!erased) co_return false;
  for (const auto& id : *erased) recent_.erase(id);
  co_return true;
}

}  // namespace

std::unique_ptr<Retention> Retention::create(Database& database, OrganizationStore& organizations, RecentCalls& recent,
                                             const WriteBehind& written, std::filesystem::path recordings, Clock& clock,
                                             Log log) {
  return std::make_unique<HourlyRetention>(database, organizations, recent, written, std::move(recordings), clock,
                                           std::move(log));
}

}  // namespace parley
