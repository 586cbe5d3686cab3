// SPDX-License-Identifier: Apache-2.0
#include "parley/cluster/live_sessions.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "parley/async/queues.hpp"
#include "parley/async/task_group.hpp"
#include "parley/async/within.hpp"
#include "session_inbox.hpp"
#include "session_keys.hpp"
#include "session_ledger.hpp"

namespace parley {
namespace {

constexpr std::chrono::seconds kBeat{5};
constexpr std::chrono::seconds kTryAgain{1};
constexpr std::size_t kMostListed = 1000;

class SharedLiveSessions final : public LiveSessions {
 public:
  SharedLiveSessions(Redis& redis, Executor home, Clock& clock, std::string node, Log log, Meters& meters,
                     std::string version)
      : redis_(redis),
        home_(home),
        clock_(clock),
        node_(std::move(node)),
        version_(std::move(version)),
        log_(std::move(log)),
        damaged_(meters.counter("parley_live_sessions_damaged_total",
                                "Entries of live sessions in Redis that nobody can read; they are skipped")),
        untold_(meters.gauge("parley_live_sessions_untold", "Calls whose newest state Redis does not have")),
        mailbox_(std::make_shared<Mailbox>(home)) {}

  void tell(const CallRecord& record) override {
    std::optional<LiveSession> session;
    if (!record.ended_at) session = live_session(record, node_);
    if (!mailbox_->inbox.put(record.id, std::move(session))) return;
    asio::post(home_, [mailbox = mailbox_] { mailbox->wake(); });
  }

  Task<void> run() override {
    started_at_ = clock_.wall_now();
    TaskGroup work(home_);
    work.start(keep_beating());
    work.start(keep_telling());
    co_await work.join();
    if (!redis_.state().ready) co_return;
    auto leave = take_leave(node_);
    auto leaving = redis_.transaction(std::move(leave));
    auto left = co_await std::move(leaving);
    if (!left) log_.info("cluster.leave", "this instance is seen by others until its heartbeat runs out");
  }

  Task<LiveSessionList> of(OrganizationKey organization, std::size_t most) override {
    LiveSessionList list;
    auto command = list_sessions(organization, node_, std::min(most, kMostListed));
    auto asking = redis_.command(std::move(command));
    auto reply = co_await std::move(asking);
    if (!reply) {
      list.whole = false;
      if (reply.error().fault == Fault::conflict) co_await mend(sessions_key(organization));
      co_return list;
    }
    read_list(*reply, organization, list);
    co_return list;
  }

  Task<Result<std::optional<CallRecord>>> find(OrganizationKey organization, CallId call) override {
    RedisCommand command = {"HGETALL", session_key(call.to_string())};
    auto asking = redis_.command(std::move(command));
    auto reply = co_await std::move(asking);
    if (!reply) {
      if (reply.error().fault != Fault::conflict) co_return reply.error();
      damaged_.add();
      co_return std::optional<CallRecord>();
    }
    if (reply->items.empty()) co_return std::optional<CallRecord>();
    auto record = read(call, reply->items, 0);
    if (!record || record->organization != organization) co_return std::optional<CallRecord>();
    auto looking = alive(record->node);
    auto lives = co_await std::move(looking);
    if (!lives) co_return lives.error();
    if (!*lives) record.reset();
    co_return record;
  }

  Task<Result<std::optional<std::string>>> node_of(CallId call) override {
    RedisCommand command = {"GET", call_node_key(call.to_string())};
    auto asking = redis_.command(std::move(command));
    auto reply = co_await std::move(asking);
    if (!reply && reply.error().fault != Fault::conflict) co_return reply.error();
    if (!reply || reply->kind != RedisReply::Kind::text) co_return std::optional<std::string>();
    auto looking = alive(reply->text);
    auto lives = co_await std::move(looking);
    if (!lives) co_return lives.error();
    std::optional<std::string> node;
    if (*lives) node = reply->text;
    co_return node;
  }

  Task<Result<std::vector<std::string>>> nodes() override {
    auto command = list_nodes();
    auto asking = redis_.command(std::move(command));
    auto reply = co_await std::move(asking);
    if (!reply) {
      const auto error = reply.error();
      if (error.fault == Fault::conflict) co_await mend(kNodesKey);
      co_return error;
    }
    std::vector<std::string> nodes;
    for (auto& item : reply->items) nodes.push_back(std::move(item.text));
    std::sort(nodes.begin(), nodes.end());
    co_return nodes;
  }

 private:
  // Owners: this object, and posts that are under way on `home` when it goes.
  struct Mailbox {
    explicit Mailbox(const Executor& home) : wakeup(home) {}
    void wake() {
      woken = true;
      wakeup.wake();
    }
    SessionInbox inbox;
    detail::Wakeup wakeup;
    bool woken = false;
  };

  Task<void> keep_beating() {
    while (true) {
      auto beating = beat_once();
      const bool taken = co_await std::move(beating);
      const Instant next = clock_.now() + (taken ? kBeat : kTryAgain);
      co_await clock_.sleep_until(next);
    }
  }

  Task<bool> beat_once() {
    NodeBeat state{node_, version_, started_at_, clock_.wall_now(), ledger_.running()};
    auto commands = beat(state);
    auto beating = redis_.transaction(std::move(commands));
    auto answers = co_await std::move(beating);
    if (!answers) {
      if (answers.error().fault == Fault::conflict) co_await mend(kNodesKey);
      known_ = false;
      co_return false;
    }
    // Redis was started anew, or was away for longer than a heartbeat lives: what it knew of calls may be lost as well.
    const bool beat_before = std::exchange(known_, true);
    if (!beat_before || answers->front().integer == 0) {
      ledger_.forgotten();
      mailbox_->wake();
    }
    co_return true;
  }

  Task<void> keep_telling() {
    while (true) {
      mailbox_->woken = false;
      hear();
      auto step = ledger_.next(clock_.now());
      std::optional<Instant> until = ledger_.due();
      if (step) {
        auto telling = carry_out(*step);
        const bool told = co_await std::move(telling);
        untold_.set(static_cast<std::int64_t>(ledger_.untold()));
        if (told) continue;
        until = clock_.now() + kTryAgain;
        // More news are no reason to hurry: Redis is away.
        co_await clock_.sleep_until(*until);
        continue;
      }
      auto woken = until_woken();
      if (until) {
        co_await within(clock_, *until, std::move(woken));
      } else {
        co_await std::move(woken);
      }
    }
  }

  Task<void> until_woken() {
    while (!mailbox_->woken) co_await mailbox_->wakeup.wait();
  }

  void hear() {
    const auto now = clock_.now();
    for (auto& [call, session] : mailbox_->inbox.take()) {
      if (session) {
        ledger_.runs(std::move(*session));
      } else {
        ledger_.ended(call, now);
      }
    }
    untold_.set(static_cast<std::int64_t>(ledger_.untold()));
  }

  Task<bool> carry_out(SessionLedger::Step step) {
    const bool tell = step.kind == SessionLedger::Step::Kind::tell;
    for (int tries = 0; tries < 2; ++tries) {
      auto commands = tell ? tell_session(step.session, node_) : take_back_session(step.session);
      auto doing = redis_.transaction(std::move(commands));
      auto done = co_await std::move(doing);
      if (done) {
        ledger_.done(step, clock_.now());
        co_return true;
      }
      if (done.error().fault != Fault::conflict) co_return false;
      co_await mend(sessions_key(step.session.organization));
    }
    co_return false;
  }

  Task<void> mend(std::string list) {
    auto command = mend_list(list);
    auto mending = redis_.command(std::move(command));
    auto mended = co_await std::move(mending);
    if (!mended || mended->integer == 0) co_return;
    damaged_.add();
    log_.warning("cluster.mended", "a list of live sessions was something else and is made anew", {{"key", list}});
  }

  Task<Result<bool>> alive(std::string node) {
    RedisCommand command = {"EXISTS", node_key(node)};
    auto asking = redis_.command(std::move(command));
    auto reply = co_await std::move(asking);
    if (!reply) co_return reply.error();
    co_return reply->integer == 1;
  }

  // Fields and values in turn, from `first` on.
  std::optional<CallRecord> read(CallId call, const std::vector<RedisReply>& items, std::size_t first) {
    std::vector<std::pair<std::string, std::string>> fields;
    for (auto i = first; i + 1 < items.size(); i += 2) fields.emplace_back(items[i].text, items[i + 1].text);
    auto record = read_session(call, fields);
    if (!record) damaged_.add();
    return record;
  }

  void read_list(const RedisReply& reply, const OrganizationKey& organization, LiveSessionList& list) {
    if (reply.items.size() != 3) {
      list.whole = false;
      return;
    }
    damaged_.add(static_cast<std::uint64_t>(reply.items[1].integer));
    list.whole = reply.items[2].integer == 0;
    for (const auto& one : reply.items[0].items) {
      const auto call = one.items.empty() ? std::nullopt : CallId::parse(one.items.front().text);
      if (!call) {
        damaged_.add();
        continue;
      }
      auto record = read(*call, one.items, 1);
      // The script has looked already; a caller of another organization is too much to leave to it alone.
      if (record && record->organization == organization) list.calls.push_back(std::move(*record));
    }
  }

  Redis& redis_;
  const Executor home_;
  Clock& clock_;
  const std::string node_;
  const std::string version_;
  Log log_;
  Counter& damaged_;
  Gauge& untold_;
  std::shared_ptr<Mailbox> mailbox_;
  // On `home`.
  SessionLedger ledger_;
  WallTime started_at_{};
  bool known_ = false;
};

}  // namespace

std::unique_ptr<LiveSessions> LiveSessions::create(Redis& redis, Executor home, Clock& clock, std::string node, Log log,
                                                   Meters& meters, std::string version) {
  return std::make_unique<SharedLiveSessions>(redis, std::move(home), clock, std::move(node), std::move(log), meters,
                                              std::move(version));
}

}  // namespace parley
