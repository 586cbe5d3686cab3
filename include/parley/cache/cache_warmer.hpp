// SPDX-License-Identifier: Apache-2.0
// Makes what callers will want before they want it: at start, every so often, on request.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/batch_runner.hpp"
#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/core/ids.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/core/result.hpp"

namespace parley {

// One thing to have ready. Doing it again while it is ready costs nothing.
struct WarmingJob {
  OrganizationKey organization;
  std::string what;  // "question" or "caller", for meters and logs
  std::function<Task<Result<void>>()> work;
};

struct CacheWarmerSettings {
  std::chrono::minutes every{0};  // 0: at start and on request only
  BatchSettings batch{2, 2, std::chrono::milliseconds{500}, std::chrono::milliseconds{5000}};
};

// Of the round under way, else of the last one.
struct WarmingRound {
  std::uint64_t rounds = 0;  // ended since the start of the process
  bool running = false;
  std::size_t jobs = 0;
  std::size_t done = 0;  // with or without success
  std::size_t failed = 0;
  std::string problem;  // why the jobs of a round could not be listed; empty: they could
  std::optional<WallTime> ended_at;

  friend bool operator==(const WarmingRound&, const WarmingRound&) = default;
};

class CacheWarmer {
 public:
  // What to do now, of that organization alone when one is named.
  using Jobs = std::function<Task<Result<std::vector<WarmingJob>>>(std::optional<OrganizationKey>)>;

  // Everything of it happens on `home`; clock and meters outlive it.
  static std::unique_ptr<CacheWarmer> create(CacheWarmerSettings settings, Executor home, Clock& clock, Log log,
                                             Meters& meters, Jobs jobs);
  virtual ~CacheWarmer() = default;
  virtual Task<void> run() = 0;  // the root that its owner spawns on `home`
  // Thread-safe. A round begins soon, after the one under way; requests that wait for the same become one. False: too
  // many different ones wait.
  [[nodiscard]] virtual bool request(std::optional<OrganizationKey> organization) = 0;
  virtual WarmingRound round() const = 0;  // thread-safe
};

}  // namespace parley
