// SPDX-License-Identifier: Apache-2.0
#include "parley/cache/cache_warmer.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <deque>
#include <mutex>
#include <utility>

#include "parley/async/queues.hpp"
#include "parley/async/within.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostRequests = 16;

class Warmer final : public CacheWarmer {
 public:
  Warmer(CacheWarmerSettings settings, Executor home, Clock& clock, Log log, Meters& meters, Jobs jobs)
      : settings_(settings),
        home_(home),
        clock_(clock),
        log_(std::move(log)),
        warmed_(meters.counter("parley_cache_warmed_total", "Things made ready before anybody asked",
                               {{"outcome", "done"}})),
        failed_(meters.counter("parley_cache_warmed_total", "Things made ready before anybody asked",
                               {{"outcome", "failed"}})),
        jobs_(std::move(jobs)),
        wakeup_(std::make_shared<detail::Wakeup>(home)) {}

  Task<void> run() override {
    auto next = clock_.now();  // the first round is at start
    while (true) {
      const auto now = clock_.now();
      std::optional<OrganizationKey> organization;
      if (now >= next) {
        next = settings_.every.count() > 0 ? now + settings_.every : Instant::max();
        forget_requests_of_all();
      } else {
        auto asked = take_request();
        if (!asked) {
          auto waiting = wakeup_->wait();
          auto bounded = within(clock_, next, std::move(waiting));
          co_await std::move(bounded);
          continue;
        }
        organization = std::move(*asked);
      }
      auto warming = warm(std::move(organization));
      co_await std::move(warming);
    }
  }

  bool request(std::optional<OrganizationKey> organization) override {
    {
      const std::lock_guard lock(mutex_);
      if (std::find(requests_.begin(), requests_.end(), organization) != requests_.end()) return true;
      if (requests_.size() >= kMostRequests) return false;
      requests_.push_back(std::move(organization));
    }
    asio::post(home_, [weak = std::weak_ptr(wakeup_)] {
      if (const auto wakeup = weak.lock()) wakeup->wake();
    });
    return true;
  }

  WarmingRound round() const override {
    const std::lock_guard lock(mutex_);
    return round_;
  }

 private:
  std::optional<std::optional<OrganizationKey>> take_request() {
    const std::lock_guard lock(mutex_);
    if (requests_.empty()) return std::nullopt;
    auto first = std::move(requests_.front());
    requests_.pop_front();
    return first;
  }
  // A round of the schedule does what they asked for.
  void forget_requests_of_all() {
    const std::lock_guard lock(mutex_);
    std::erase(requests_, std::nullopt);
  }

  Task<void> warm(std::optional<OrganizationKey> organization) {
    begin();
    const Closing closing(*this);
    auto listing = jobs_(std::move(organization));
    auto jobs = co_await std::move(listing);
    if (!jobs) {
      log_.warning("cache.not_warmed", jobs.error().message);
      end(jobs.error().message);
      co_return;
    }
    note({jobs->size(), 0, 0, 0});
    std::function<Task<Result<void>>(const WarmingJob&)> work = [](const WarmingJob& job) { return job.work(); };
    std::function<void(const BatchProgress&)> told = [this](const BatchProgress& progress) { note(progress); };
    auto batch = run_batch(clock_, settings_.batch, *jobs, std::move(work), std::move(told));
    const auto results = co_await std::move(batch);
    std::size_t failures = 0;
    for (std::size_t i = 0; i < results.size(); ++i) {
      (results[i] ? warmed_ : failed_).add();
      if (results[i]) continue;
      ++failures;
      log_.debug("cache.job_failed", results[i].error().message,
                 {{"organization", (*jobs)[i].organization.value}, {"what", (*jobs)[i].what}});
    }
    if (!jobs->empty()) {
      log_.info("cache.warmed", "frequent questions and known callers are ready",
                {{"jobs", jobs->size()}, {"failed", failures}});
    }
    end({});
  }

  struct Closing {
    explicit Closing(Warmer& of) : warmer(of) {}
    Closing(const Closing&) = delete;
    Closing& operator=(const Closing&) = delete;
    ~Closing() {
      const std::lock_guard lock(warmer.mutex_);
      warmer.round_.running = false;
    }
    Warmer& warmer;
  };
  void begin() {
    const std::lock_guard lock(mutex_);
    round_ = {round_.rounds, true, 0, 0, 0, {}, round_.ended_at};
  }
  void note(const BatchProgress& progress) {
    const std::lock_guard lock(mutex_);
    round_.jobs = progress.total;
    round_.done = progress.done;
    round_.failed = progress.failed;
  }
  void end(std::string problem) {
    const std::lock_guard lock(mutex_);
    ++round_.rounds;
    round_.problem = std::move(problem);
    round_.ended_at = clock_.wall_now();
  }

  const CacheWarmerSettings settings_;
  const Executor home_;
  Clock& clock_;
  const Log log_;
  Counter& warmed_;
  Counter& failed_;
  const Jobs jobs_;
  const std::shared_ptr<detail::Wakeup> wakeup_;  // owners: the warmer, and a request's step while it runs

  mutable std::mutex mutex_;
  std::deque<std::optional<OrganizationKey>> requests_;  // nullopt: of all
  WarmingRound round_;
};

}  // namespace

std::unique_ptr<CacheWarmer> CacheWarmer::create(CacheWarmerSettings settings, Executor home, Clock& clock, Log log,
                                                 Meters& meters, Jobs jobs) {
  return std::make_unique<Warmer>(settings, std::move(home), clock, std::move(log), meters, std::move(jobs));
}

}  // namespace parley
