// SPDX-License-Identifier: Apache-2.0
#include "shared_tier.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <utility>

#include "cache_entry.hpp"
#include "parley/async/within.hpp"
#include "shared_names.hpp"

namespace parley {
namespace {

constexpr Breaker::Pauses kPauses{std::chrono::milliseconds{250}, std::chrono::milliseconds{2000}};

}  // namespace

SharedTier::SharedTier(const CacheSettings& settings, Redis& redis, Executor home, Clock& clock, Log log,
                       const CacheMeters& meters, std::shared_ptr<LruShards> near)
    : settings_(settings),
      redis_(redis),
      home_(home),
      clock_(clock),
      log_(std::move(log)),
      meters_(meters),
      near_(std::move(near)),
      breaker_(kPauses),
      writes_(settings.unwritten, settings.unwritten_bytes),
      write_wakeup_(home),
      forget_wakeup_(home) {}

CacheState SharedTier::state() const {
  auto redis = redis_.state();
  if (!redis.ready) return {redis.configured, false, std::move(redis.problem)};
  if (!running_.load(std::memory_order_acquire)) return {true, false, "the cache does not run"};
  if (breaker_.open()) return {true, false, "Redis does not answer the cache in time"};
  return {true, true, {}};
}

bool SharedTier::may_ask() {
  if (!running_.load(std::memory_order_acquire)) return false;
  if (!redis_.state().ready) {
    meters_.sharing.set(0);
    return false;
  }
  return breaker_.may_ask(clock_.now());
}

void SharedTier::failed(const std::string& why) {
  meters_.shared_failed.add();
  meters_.sharing.set(0);
  if (breaker_.failed(clock_.now())) log_.warning("cache.near_only", "serving from this process alone: " + why);
}

void SharedTier::refused(const Error& error) {
  const bool away =
      error.fault == Fault::unavailable || error.fault == Fault::timed_out || error.fault == Fault::closed;
  if (away) {
    failed(error.message);
  } else {
    meters_.shared_failed.add();  // of that value alone, or answered at once: no reason to ask no more
  }
}

void SharedTier::succeeded() {
  meters_.sharing.set(1);
  if (breaker_.succeeded()) log_.info("cache.sharing", "Redis answers the cache in time again");
}

Task<std::optional<std::string>> SharedTier::read(CacheUse use, const std::string& organization,
                                                  const std::string& key) {
  if (!shares(use) || !may_ask()) co_return std::nullopt;
  auto here = co_await asio::this_coro::executor;
  Crossing<Answer> seat(here);
  on_home([use, organization, key, asker = seat.other_end()](SharedTier& tier) {
    tier.tasks_->start(tier.answer(use, organization, key, asker));
  });
  auto waiting = seat.wait();
  auto answered = within(clock_, clock_.now() + settings_.shared_deadline, std::move(waiting));
  auto answer = co_await std::move(answered);
  if (!answer) {
    failed("no answer of Redis within " + std::to_string(settings_.shared_deadline.count()) + " ms");
    co_return std::nullopt;
  }
  if (!*answer) {
    refused(answer->error());
    co_return std::nullopt;
  }
  succeeded();
  co_return std::move(**answer);
}

void SharedTier::write(CacheWrite write) {
  if (!shares(write.use)) return;
  const auto redis = redis_.state();
  if (!redis.configured) return;
  const auto use = write.use;
  const bool away = !redis.ready || !running_.load(std::memory_order_acquire);
  const auto offer = away ? WriteQueue::Offer::refused : writes_.offer(std::move(write));
  if (offer == WriteQueue::Offer::refused) meters_.of(use).dropped->add();
  if (offer == WriteQueue::Offer::first) on_home([](SharedTier& tier) { tier.write_wakeup_.wake(); });
}

void SharedTier::forget(const std::string& organization) {
  near_->forget(organization);
  if (!redis_.state().configured) return;
  // Also while run() does not run: what is kept in Redis must not come back with it.
  asio::post(home_, [weak = self_, organization] {
    const auto tier = weak.lock();
    if (!tier) return;
    tier->generations_.forget(organization);
    tier->forget_wakeup_.wake();
  });
}

void SharedTier::on_home(std::function<void(SharedTier&)> step) {
  asio::post(home_, [weak = self_, step = std::move(step)] {
    if (const auto tier = weak.lock(); tier && tier->tasks_) step(*tier);
  });
}

}  // namespace parley
