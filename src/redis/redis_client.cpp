// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <mutex>
#include <random>
#include <utility>

#include "parley/async/task_group.hpp"
#include "parley/redis/pending_answer.hpp"
#include "parley/redis/redis.hpp"
#include "redis_line.hpp"
#include "redis_meters.hpp"
#include "subscriptions.hpp"

namespace parley {
namespace {

constexpr const char* kOtherModes[] = {"SUBSCRIBE",    "PSUBSCRIBE", "SSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE",
                                       "SUNSUBSCRIBE", "MONITOR",    "MULTI",      "EXEC",        "DISCARD"};

// A connection that subscribes answers no commands, one that monitors answers for ever.
bool changes_mode(const RedisCommand& command) {
  std::string word = command.front();
  std::transform(word.begin(), word.end(), word.begin(), [](char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  });
  return std::find(std::begin(kOtherModes), std::end(kOtherModes), word) != std::end(kOtherModes);
}

bool allowed(const RedisCommand& command) { return !command.empty() && !changes_mode(command); }

class RedisClient final : public Redis {
 public:
  RedisClient(RedisSettings settings, Executor home, Clock& clock, Log log, Meters& meters)
      : settings_(std::move(settings)), home_(home), clock_(clock), log_(std::move(log)), meters_(meters) {
    state_.configured = !settings_.url.empty();
    if (!state_.configured) {
      state_.problem = "no Redis is configured (PARLEY_REDIS_URL)";
      return;
    }
    auto address = parse_redis_url(settings_.url);
    if (!address) {
      state_.problem = address.error().message;
      return;
    }
    state_.problem = "Redis at " + describe(*address) + ": not connected yet";
    open_lines(*address);
  }

  Task<void> run() override {
    TaskGroup lines(home_);
    if (commands_) {
      lines.start(commands_->keep());
      lines.start(subscriptions_->run());
    } else {
      lines.start(clock_.sleep_until(Instant::max()));
    }
    co_await lines.join();
  }

  Task<Result<RedisReply>> command(RedisCommand command) override {
    if (!allowed(command)) co_return refused(Error{Fault::invalid_input, "not a command for this connection"});
    auto* connection = ready_for(1);
    if (!connection) co_return refused(why_not());
    auto answer = std::make_shared<PendingAnswer<Result<RedisReply>>>(home_);
    const auto asked = clock_.now();
    connection->ask(command, [answer](Result<RedisReply> reply) { answer->give(std::move(reply)); });
    auto waiting = PendingAnswer<Result<RedisReply>>::wait(answer);
    auto reply = co_await std::move(waiting);
    meters_.answered(clock_.now() - asked);
    if (!reply) meters_.failed(reply.error());
    co_return reply;
  }

  Task<Result<std::vector<RedisReply>>> transaction(std::vector<RedisCommand> commands) override {
    if (!std::all_of(commands.begin(), commands.end(), allowed)) {
      co_return refused(Error{Fault::invalid_input, "not a command for a transaction"});
    }
    if (commands.empty()) co_return std::vector<RedisReply>{};
    auto* connection = ready_for(commands.size() + 2);
    if (!connection) co_return refused(why_not());
    auto answer = std::make_shared<PendingAnswer<Result<RedisReply>>>(home_);
    const auto asked = clock_.now();
    const auto queued = [answer](const Result<RedisReply>& reply) {
      if (!reply) answer->give(reply.error());  // says more than the EXECABORT that follows
    };
    connection->ask({"MULTI"}, queued);
    for (const auto& command : commands) connection->ask(command, queued);
    connection->ask({"EXEC"}, [answer](Result<RedisReply> reply) { answer->give(std::move(reply)); });
    auto waiting = PendingAnswer<Result<RedisReply>>::wait(answer);
    auto reply = co_await std::move(waiting);
    meters_.answered(clock_.now() - asked);
    if (reply && reply->items.size() != commands.size()) {
      reply = Error{Fault::conflict, "Redis did not run the transaction"};
    }
    if (!reply) co_return refused(reply.error());
    co_return std::move(reply->items);
  }

  void subscribe(std::string channel, std::function<void(const std::string&)> on_message,
                 std::function<void()> again) override {
    if (subscriptions_) subscriptions_->add(std::move(channel), std::move(on_message), std::move(again));
  }

  RedisState state() const override {
    const std::lock_guard lock(mutex_);
    return state_;
  }

 private:
  void open_lines(const RedisAddress& address) {
    auto random = [this] { return std::uniform_real_distribution<double>()(dice_); };
    const LinkPolicy::Pauses pauses{settings_.deadline, settings_.first_pause, settings_.longest_pause};
    RedisLine::Hooks hooks;
    hooks.stood = [this] { note(commands_problem_, {}); };
    hooks.ended = [this](const Error& why) { note(commands_problem_, why.message); };
    hooks.probe = [this] { commands_->connection()->ask({"PING"}, [](const Result<RedisReply>&) {}); };
    commands_ = std::make_unique<RedisLine>(address, pauses, home_, clock_, random, std::move(hooks));
    commands_problem_ = state_.problem;
    subscriptions_ =
        std::make_unique<Subscriptions>(address, pauses, home_, clock_, random,
                                        [this](const std::string& problem) { note(subscriptions_problem_, problem); });
  }

  // One line in the log when it is lost and one when it is back, not one a try.
  void note(std::string& problem_of_line, const std::string& problem) {
    problem_of_line = problem;
    const auto& worst = commands_problem_.empty() ? subscriptions_problem_ : commands_problem_;
    const bool ready = worst.empty();
    {
      const std::lock_guard lock(mutex_);
      state_.ready = ready;
      state_.problem = worst;
    }
    if (said_ready_ == ready) return;
    said_ready_ = ready;
    meters_.connected(ready);
    if (ready) {
      log_.info("redis.ready", "Redis answers");
    } else {
      log_.warning("redis.lost", "serving without Redis until it is back: " + worst);
    }
  }

  RedisConnection* ready_for(std::size_t asked) {
    auto* connection = commands_ ? commands_->connection() : nullptr;
    if (!connection || !connection->alive()) return nullptr;
    return connection->outstanding() + asked <= settings_.in_flight ? connection : nullptr;
  }
  Error why_not() const {
    auto* connection = commands_ ? commands_->connection() : nullptr;
    if (connection && connection->alive()) return {Fault::exhausted, "too many commands to Redis are unanswered"};
    return {Fault::unavailable, commands_ ? "Redis is away: " + commands_problem_ : state().problem};
  }
  Error refused(Error error) {
    meters_.failed(error);
    return error;
  }

  const RedisSettings settings_;
  const Executor home_;
  Clock& clock_;
  Log log_;
  RedisMeters meters_;
  std::minstd_rand dice_{std::random_device{}()};
  std::unique_ptr<RedisLine> commands_;  // null: no URL, or a wrong one
  std::unique_ptr<Subscriptions> subscriptions_;
  std::string commands_problem_;
  std::string subscriptions_problem_;
  std::optional<bool> said_ready_;
  mutable std::mutex mutex_;
  RedisState state_;
};

}  // namespace

std::unique_ptr<Redis> Redis::create(RedisSettings settings, Executor home, Clock& clock, Log log, Meters& meters) {
  return std::make_unique<RedisClient>(std::move(settings), std::move(home), clock, std::move(log), meters);
}

}  // namespace parley
