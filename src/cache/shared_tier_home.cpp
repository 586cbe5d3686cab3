// SPDX-License-Identifier: Apache-2.0
// What the shared tier does on the executor of Redis.
#include <boost/asio/this_coro.hpp>
#include <utility>

#include "cache_entry.hpp"
#include "parley/async/kernel_random.hpp"
#include "shared_names.hpp"
#include "shared_tier.hpp"

namespace parley {
namespace {

constexpr auto kTellAgain = std::chrono::milliseconds{500};
constexpr auto kLookAgain = std::chrono::milliseconds{500};
// Nobody writes to it for so long and it is gone, with all that it made reachable.
constexpr std::string_view kGenerationSeconds = "2592000";

std::string new_generation() {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const auto byte : random_bytes<12>()) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

}  // namespace

Task<void> SharedTier::run() {
  struct Open {
    Open(SharedTier& of, TaskGroup& group) : tier(of) {
      tier.tasks_ = &group;
      tier.running_.store(true, std::memory_order_release);
    }
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;
    ~Open() {
      tier.running_.store(false, std::memory_order_release);
      tier.tasks_ = nullptr;
    }
    SharedTier& tier;
  };
  TaskGroup tasks(home_);
  const Open open(*this, tasks);
  subscribe();
  tasks.start(write_behind());
  tasks.start(tell_forgotten());
  tasks.start(watch());
  co_await tasks.join();
}

Task<void> SharedTier::answer(CacheUse use, std::string organization, std::string key, CrossingEnd<Answer> asker) {
  auto looking = look_up(use, organization, key);
  auto found = co_await std::move(looking);
  static_cast<void>(asker.give(std::move(found)));  // whoever has left needs it no more
}

Task<SharedTier::Answer> SharedTier::look_up(CacheUse use, const std::string& organization, const std::string& key) {
  const std::optional<std::string> nothing;
  if (generations_.untold(organization)) co_return nothing;
  RedisCommand command{"MGET", shared_generation_name(organization), shared_entry_name(use, organization, key)};
  auto asked = redis_.command(std::move(command));
  const auto reply = co_await std::move(asked);
  if (!reply) co_return reply.error();
  if (reply->items.size() != 2) co_return Error{Fault::unavailable, "Redis gave no two values"};
  const auto& generation = reply->items[0].text;
  const auto& entry = reply->items[1];
  if (generations_.untold(organization)) co_return nothing;  // forgotten meanwhile
  learn(organization, generation);
  if (generation.empty() || entry.kind != RedisReply::Kind::text) co_return nothing;
  auto read = read_cache_entry(entry.text, {use, organization, key, generation});
  if (read.verdict == EntryVerdict::damaged) meters_.of(use).damaged->add();
  if (read.verdict != EntryVerdict::good) co_return nothing;
  co_return std::optional<std::string>(std::move(read.value));
}

Task<void> SharedTier::write_behind() {
  while (true) {
    const auto write = writes_.pop();
    if (!write) {
      co_await write_wakeup_.wait();
      continue;
    }
    auto writing = write_now(*write);
    const bool written = co_await std::move(writing);
    if (!written) meters_.of(write->use).dropped->add();
  }
}

Task<bool> SharedTier::write_now(const CacheWrite& write) {
  if (near_->generation(write.organization) != write.generation) co_return true;  // nobody may have it any more
  if (generations_.untold(write.organization) || !may_ask()) co_return false;
  const auto asked_at = clock_.now();
  auto finding = generation_for(write.organization);
  auto generation = co_await std::move(finding);
  if (!generation) {
    refused(generation.error());
    co_return false;
  }
  if (near_->generation(write.organization) != write.generation) co_return true;
  auto entry = write_cache_entry({write.use, write.organization, write.key, *generation}, write.value);
  const auto ttl = settings_.shared_ttl[place_of(write.use)];
  RedisCommand command{"SET", shared_entry_name(write.use, write.organization, write.key), std::move(entry), "EX",
                       std::to_string(ttl.count())};
  auto asked = redis_.command(std::move(command));
  const auto reply = co_await std::move(asked);
  if (!reply) {
    refused(reply.error());
    co_return false;
  }
  if (clock_.now() - asked_at <= 2 * settings_.shared_deadline) succeeded();
  co_return true;
}

Task<Result<std::string>> SharedTier::generation_for(const std::string& organization) {
  if (auto known = generations_.of(organization); !known.empty()) co_return known;
  const auto name = shared_generation_name(organization);
  std::vector<RedisCommand> commands{{"SET", name, new_generation(), "NX", "EX", std::string(kGenerationSeconds)},
                                     {"GET", name}};
  auto asked = redis_.transaction(std::move(commands));
  const auto replies = co_await std::move(asked);
  if (!replies) co_return replies.error();
  const auto& generation = replies->at(1).text;
  if (generation.empty()) co_return Error{Fault::unavailable, "Redis keeps no generation of the cache"};
  learn(organization, generation);
  co_return generation;
}

Task<void> SharedTier::tell_forgotten() {
  while (true) {
    const auto untold = generations_.first_untold();
    if (!untold) {
      co_await forget_wakeup_.wait();
      continue;
    }
    const auto generation = new_generation();
    std::vector<RedisCommand> commands{
        {"SET", shared_generation_name(untold->organization), generation, "EX", std::string(kGenerationSeconds)},
        {"PUBLISH", std::string(kForgottenChannel), write_forgotten({generation, untold->organization})}};
    auto asked = redis_.transaction(std::move(commands));
    const auto replies = co_await std::move(asked);
    if (replies) {
      generations_.told(*untold, generation);
      continue;
    }
    auto rest = clock_.sleep_until(clock_.now() + kTellAgain);
    co_await std::move(rest);
  }
}

// An instance that nobody asks tells the truth, too.
Task<void> SharedTier::watch() {
  while (true) {
    if ((breaker_.open() || meters_.sharing.value() == 0) && may_ask()) {
      const auto asked_at = clock_.now();
      RedisCommand command{"PING"};
      auto asked = redis_.command(std::move(command));
      const auto reply = co_await std::move(asked);
      if (!reply) {
        refused(reply.error());
      } else if (clock_.now() - asked_at > settings_.shared_deadline) {
        failed("Redis answers late");
      } else {
        succeeded();
      }
    } else if (meters_.sharing.value() != 0 && !redis_.state().ready) {
      meters_.sharing.set(0);
    }
    auto rest = clock_.sleep_until(clock_.now() + kLookAgain);
    co_await std::move(rest);
  }
}

void SharedTier::learn(const std::string& organization, const std::string& generation) {
  if (generations_.learn(organization, generation)) near_->forget(organization);
}

void SharedTier::heard(const std::string& message) {
  const auto note = read_forgotten(message);
  if (!note || generations_.of(note->organization) == note->generation) return;  // nonsense, or our own
  if (generations_.untold(note->organization)) return;  // ours is on its way; near it is forgotten already
  near_->forget(note->organization);
  static_cast<void>(generations_.learn(note->organization, note->generation));
}

// Messages may have been missed: what others forgot shows in the generations.
Task<void> SharedTier::catch_up() {
  const auto organizations = generations_.organizations();
  if (organizations.empty()) co_return;
  RedisCommand command{"MGET"};
  for (const auto& organization : organizations) command.push_back(shared_generation_name(organization));
  auto asked = redis_.command(std::move(command));
  const auto reply = co_await std::move(asked);
  if (!reply || reply->items.size() != organizations.size()) co_return;  // the next read of each finds out
  for (std::size_t i = 0; i < organizations.size(); ++i) learn(organizations[i], reply->items[i].text);
}

void SharedTier::subscribe() {
  if (std::exchange(subscribed_, true)) return;
  auto on_message = [weak = self_](const std::string& message) {
    if (const auto tier = weak.lock()) tier->heard(message);
  };
  auto again = [weak = self_] {
    if (const auto tier = weak.lock(); tier && tier->tasks_) tier->tasks_->start(tier->catch_up());
  };
  redis_.subscribe(std::string(kForgottenChannel), std::move(on_message), std::move(again));
}

}  // namespace parley
