// SPDX-License-Identifier: Apache-2.0
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <thread>

#include "cache_benches.hpp"
#include "own_redis.hpp"
#include "parley/async/event_loops.hpp"
#include "parley/async/spawnable.hpp"
#include "parley/cache/cache_key.hpp"
#include "parley/cache/two_tier_cache.hpp"
#include "unread_meters.hpp"

namespace parley::commands {
namespace {

constexpr std::size_t kKeys = 500;
constexpr std::size_t kRound = 200;
const OrganizationKey kOrganization{"bench-cache"};

std::string key_of(std::size_t number) {
  const auto content = std::to_string(number % kKeys);
  return cache_key({CacheUse::reply, kOrganization.value, "en-US", "", "1", content});
}

// A root on a loop that is ended and waited for.
class Root {
 public:
  Root(Executor home, Task<void> work) : home_(std::move(home)) {
    ended_ =
        asio::co_spawn(home_, spawnable(std::move(work)), asio::bind_cancellation_slot(stop_.slot(), asio::use_future));
  }
  Root(const Root&) = delete;
  Root& operator=(const Root&) = delete;
  ~Root() {
    asio::post(home_, [this] { stop_.emit(asio::cancellation_type::terminal); });
    ended_.wait();
  }

 private:
  const Executor home_;
  asio::cancellation_signal stop_;
  std::future<void> ended_;
};

double nanoseconds(Duration span) { return std::chrono::duration<double, std::nano>(span).count(); }

Task<bool> ready(Clock& clock, TwoTierCache& cache) {
  const auto end = clock.now() + std::chrono::seconds{10};
  while (!cache.state().sharing && clock.now() < end)
    co_await clock.sleep_until(clock.now() + std::chrono::milliseconds{20});
  co_return cache.state().sharing;
}

// Until the last value that was put has arrived.
Task<bool> arrived(Clock& clock, TwoTierCache& reader, std::string key) {
  const auto end = clock.now() + std::chrono::seconds{10};
  while (clock.now() < end) {
    auto asked = reader.get(CacheUse::reply, kOrganization, key);
    const auto found = co_await std::move(asked);
    if (found) co_return true;
    co_await clock.sleep_until(clock.now() + std::chrono::milliseconds{20});
  }
  co_return false;
}

Task<std::vector<double>> time_gets(Clock& clock, TwoTierCache& cache, std::size_t first, std::size_t& missed) {
  std::vector<double> took;
  for (std::size_t i = first; i < first + kRound; ++i) {
    auto key = key_of(i);
    const auto before = clock.now();
    auto asked = cache.get(CacheUse::reply, kOrganization, std::move(key));
    const auto found = co_await std::move(asked);
    took.push_back(nanoseconds(clock.now() - before) / 1e3);
    if (!found) ++missed;
  }
  co_return took;
}

// A GET of the same value, asked on the executor of Redis or, stepping over and back, on another loop.
Task<std::vector<double>> time_bare(Clock& clock, Redis& redis, Executor home, std::size_t first) {
  std::vector<double> took;
  const auto here = co_await asio::this_coro::executor;
  for (std::size_t i = first; i < first + kRound; ++i) {
    RedisCommand command{"GET", "parley:cache:reply:" + kOrganization.value + ":" + key_of(i)};
    const auto before = clock.now();
    auto asked = redis.command(std::move(command));
    if (here != home) asked = asio::co_spawn(home, std::move(asked), asio::use_awaitable);
    const auto reply = co_await std::move(asked);
    took.push_back(nanoseconds(clock.now() - before) / 1e3);
    if (!reply || reply->text.empty()) took.back() = 1e6;  // would show
  }
  co_return took;
}

void add_percentiles(BenchResults& results, const std::string& metric, const std::vector<double>& values,
                     const std::string& unit) {
  results.add(metric + ".p50", percentile(values, 0.5), unit, values.size());
  results.add(metric + ".p95", percentile(values, 0.95), unit, values.size());
}

// Each look-up with one reading of the clock in it.
void time_near(BenchResults& results, const CacheBench& bench, Clock& clock, TwoTierCache& cache) {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < kKeys; ++i) keys.push_back(key_of(i));
  for (std::size_t count = 1; count <= 4; ++count) {
    std::vector<std::vector<double>> took(count);
    std::vector<std::thread> threads;
    threads.reserve(count);
    for (auto& own : took) {
      threads.emplace_back([&] {
        own.reserve(bench.near);
        for (std::size_t i = 0; i < bench.near; ++i) {
          const auto before = clock.now();
          const auto found = cache.near(CacheUse::reply, kOrganization, keys[i * 7 % kKeys]);
          own.push_back(nanoseconds(clock.now() - before));
          if (!found) own.back() = 1e9;
        }
      });
    }
    for (auto& thread : threads) thread.join();
    std::vector<double> all;
    for (const auto& own : took) all.insert(all.end(), own.begin(), own.end());
    add_percentiles(results, "cache.near." + std::to_string(count) + "_threads", all, "ns");
  }
}

}  // namespace

Result<BenchResults> bench_cache(const CacheBench& bench) {
  std::unique_ptr<OwnRedis> own;
  auto url = bench.redis_url;
  if (url.empty()) {
    auto started = OwnRedis::start();
    if (!started) return started.error();
    own = std::move(*started);
    url = own->url();
  }
  if (const auto wrong = check_redis_url(url)) return Error{Fault::invalid_input, *wrong};
  const auto clock = create_system_clock();
  UnreadMeters meters;
  EventLoop control("control", Scheduling::normal);
  EventLoop call("call", Scheduling::normal);
  RedisSettings redis_settings;
  redis_settings.url = url;
  const auto redis = Redis::create(redis_settings, control.executor(), *clock, Log(), meters);
  const auto writer = TwoTierCache::create({}, *redis, control.executor(), *clock, Log(), meters);
  CacheSettings shared_only;
  shared_only.entries = 0;                                        // so that every look-up is a shared one
  shared_only.shared_deadline = std::chrono::milliseconds{1000};  // a look-up that was given up would seem fast
  const auto reader = TwoTierCache::create(shared_only, *redis, control.executor(), *clock, Log(), meters);
  const Root redis_root(control.executor(), redis->run());
  const Root writer_root(control.executor(), writer->run());
  const Root reader_root(control.executor(), reader->run());
  const auto on_call = [&](auto work) {
    return asio::co_spawn(call.executor(), std::move(work), asio::use_future).get();
  };
  if (!on_call(ready(*clock, *reader)) || !on_call(ready(*clock, *writer))) {
    return Error{Fault::unavailable, "no Redis: " + writer->state().problem};
  }
  for (std::size_t i = 0; i < kKeys; ++i) {
    writer->put(CacheUse::reply, kOrganization, key_of(i), std::string(bench.value_bytes, 'x'));
  }
  if (!on_call(arrived(*clock, *reader, key_of(kKeys - 1)))) return Error{Fault::timed_out, "values do not arrive"};

  BenchResults results("cache");
  time_near(results, bench, *clock, *writer);
  std::vector<double> hits;
  std::vector<double> bare;
  std::vector<double> home_hits;
  std::vector<double> home_bare;
  std::size_t missed = 0;
  const auto on_control = [&](auto work) {
    return asio::co_spawn(control.executor(), std::move(work), asio::use_future).get();
  };
  const auto append = [](std::vector<double>& all, const std::vector<double>& some) {
    all.insert(all.end(), some.begin(), some.end());
  };
  for (std::size_t i = 0; i < bench.shared; i += kRound) {  // in turns: all see the same machine
    append(hits, on_call(time_gets(*clock, *reader, i, missed)));
    append(bare, on_call(time_bare(*clock, *redis, control.executor(), i)));
    append(home_hits, on_control(time_gets(*clock, *reader, i, missed)));
    append(home_bare, on_control(time_bare(*clock, *redis, control.executor(), i)));
  }
  add_percentiles(results, "cache.shared", hits, "us");
  add_percentiles(results, "cache.bare_get", bare, "us");
  results.add("cache.shared_to_bare.p50", percentile(hits, 0.5) / percentile(bare, 0.5), "ratio", hits.size());
  results.add("cache.shared_to_bare.p95", percentile(hits, 0.95) / percentile(bare, 0.95), "ratio", hits.size());
  add_percentiles(results, "cache.shared_at_home", home_hits, "us");  // without stepping over to Redis' executor
  add_percentiles(results, "cache.bare_get_at_home", home_bare, "us");
  writer->forget(kOrganization);
  if (missed > 0) return Error{Fault::timed_out, std::to_string(missed) + " look-ups found nothing"};
  return results;
}

}  // namespace parley::commands
