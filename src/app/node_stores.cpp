// SPDX-License-Identifier: Apache-2.0
#include "node_stores.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "build_stamp.hpp"
#include "call_ids.hpp"
#include "node_name.hpp"
#include "parley/async/task_group.hpp"
#include "parley/database/migrations.hpp"

namespace parley {
namespace {

constexpr unsigned kSchemaSeconds = 2;
constexpr std::chrono::seconds kFlush{5};

LinkHealth off(std::string what) { return {LinkState::ok, std::move(what), "", ""}; }

// Only what was read matters: a database that does not answer now is no reason not to start.
std::string schema_problem(const std::string& url) {
  const auto version = schema_version(url, kSchemaSeconds);
  if (!version) return "";
  const auto known = static_cast<std::uint32_t>(migrations().size());
  if (*version < known) {
    return "the database's schema is at step " + std::to_string(*version) + " of " + std::to_string(known) +
           "; run `parley migrate` as its owner (PARLEY_MIGRATION_DATABASE_URL)";
  }
  if (*version > known) {
    return "the database's schema is at step " + std::to_string(*version) + ", this version of the server knows " +
           std::to_string(known) + "; start the newer version";
  }
  return "";
}

}  // namespace

NodeStores::NodeStores(const Settings& settings, Clock& clock, Executor control, Log log, MeterRegistry& meters)
    : settings_(settings),
      clock_(clock),
      control_(std::move(control)),
      log_(std::move(log)),
      meters_(meters),
      recent_(create_recent_calls(settings.calls.kept_records)) {}

NodeStores::~NodeStores() = default;

std::vector<std::string> NodeStores::open() {
  auto node = node_name(settings_.state_dir);
  if (!node) return {node.error().message};
  node_ = std::move(*node);
  auto problems = open_database();
  if (const auto wrong = check_redis_url(settings_.redis.url.value)) problems.push_back("redis.url: " + *wrong);
  if (problems.empty()) open_redis();
  return problems;
}

std::vector<std::string> NodeStores::open_database() {
  const auto& url = settings_.database.url.value;
  if (!url.empty()) {
    if (const auto wrong = check_database_url(url)) return {"database.url: " + *wrong};
    if (auto wrong = schema_problem(url); !wrong.empty()) return {std::move(wrong)};
    DatabaseSettings settings;
    settings.url = url;
    settings.connections = settings_.database.connections;
    settings.deadline = settings_.database.deadline;
    database_ = Database::create(std::move(settings), log_, meters_);
    organizations_ = OrganizationStore::create(*database_, clock_);
    knowledge_ = KnowledgeStore::create(*database_, clock_);
    access_ = AccessStore::create(*database_, clock_);
  }
  WriteBehindSettings behind;
  behind.directory = std::filesystem::path(settings_.state_dir) / "spool";
  behind.limit_bytes = static_cast<std::uint64_t>(settings_.spool.limit_mb) << 20U;
  behind.node = node_;
  auto next_id = [this] { return CallbackId(new_call_id(clock_).uuid()); };
  auto written =
      create_write_behind(std::move(behind), *recent_, database_.get(), clock_, log_, meters_, std::move(next_id));
  if (!written) return {written.error().message};
  written_ = std::move(*written);
  if (!database_) return {};
  const auto recordings = std::filesystem::absolute(settings_.state_dir + "/recordings");
  archive_ = create_call_archive(*database_, *recent_, *written_, recordings, clock_);
  retention_ = Retention::create(*database_, *organizations_, *recent_, *written_, recordings, clock_, log_);
  return {};
}

void NodeStores::open_redis() {
  if (settings_.redis.url.value.empty()) return;
  RedisSettings settings;
  settings.url = settings_.redis.url.value;
  redis_ = Redis::create(std::move(settings), control_, clock_, log_, meters_);
  live_ = LiveSessions::create(*redis_, control_, clock_, node_, log_, meters_, build_stamp().version);
}

void NodeStores::listen(ClusterChannel::Listener listener) {
  if (redis_) channel_ = ClusterChannel::create(*redis_, control_, clock_, node_, std::move(listener), log_);
}

Task<void> NodeStores::run() {
  // Redis ends last: live sessions take leave over it.
  TaskGroup line(control_);
  if (redis_) line.start(redis_->run());
  TaskGroup parts(control_);
  if (live_) parts.start(live_->run());
  if (channel_) parts.start(channel_->run());
  if (retention_) parts.start(retention_->run());
  std::exception_ptr broken;
  try {
    co_await parts.join();
  } catch (...) {
    broken = std::current_exception();
  }
  line.stop();
  co_await line.join();
  if (broken) std::rethrow_exception(broken);
}

void NodeStores::flush() {
  if (!written_ || written_->flush(clock_.now() + kFlush)) return;
  const auto state = written_->state();
  log_.warning("records.waiting", "records wait on disk for the database; the next start brings them there",
               {{"bytes", state.waiting_bytes}});
}

void NodeStores::remember(const CallRecord& record) {
  written_->remember(record);
  if (live_) live_->tell(record);
}

void NodeStores::remember_callback(const Callback& callback) { written_->remember_callback(callback); }

void NodeStores::add_links(Chain& chain) const {
  chain.add("records", LinkNeed::optional, [this]() -> LinkHealth {
    if (!database_) {
      return off("in memory, newest " + std::to_string(settings_.calls.kept_records) + " calls; set database.url");
    }
    const auto state = written_->state();
    const std::string detail = std::to_string(state.waiting_bytes >> 10U) + " KiB wait for the database";
    if (!state.spool_ready) {
      return {LinkState::degraded, detail, state.spool_problem,
              "free space below " + settings_.state_dir + "/spool, raise spool.limit_mb, or bring Postgres back"};
    }
    if (!state.database_ready) {
      return {LinkState::degraded, detail, state.database_problem, "bring Postgres back; records wait on disk"};
    }
    return {LinkState::ok, detail, "", ""};
  });
  chain.add("database", LinkNeed::optional, [this]() -> LinkHealth {
    if (!database_) return off("none; set database.url");
    const auto state = database_->state();
    if (state.ready) return {LinkState::ok, "Postgres", "", ""};
    return {LinkState::degraded, "Postgres", state.problem, "look at Postgres and at database.url"};
  });
  chain.add("redis", LinkNeed::optional, [this]() -> LinkHealth {
    if (!redis_) return off("none; set redis.url when there is more than one instance");
    const auto state = redis_->state();
    if (state.ready) return {LinkState::ok, "node " + node_, "", ""};
    return {LinkState::degraded, "node " + node_, state.problem, "look at Redis and at redis.url"};
  });
}

}  // namespace parley
