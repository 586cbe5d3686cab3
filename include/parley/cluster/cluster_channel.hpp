// SPDX-License-Identifier: Apache-2.0
// What instances tell each other: "this organization changed", and requests to the one that has a call.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "parley/async/clock.hpp"
#include "parley/redis/redis.hpp"

namespace parley {

class ClusterChannel {
 public:
  struct Listener {
    std::function<void(const std::string& organization)> changed;  // empty: something of the installation; or unknown
    // A request of another instance; returns the answer. On `home`.
    std::function<Task<std::string>(std::string request)> asked;
  };
  static std::unique_ptr<ClusterChannel> create(Redis& redis, Executor home, Clock& clock, std::string node,
                                                Listener listener, Log log);
  virtual ~ClusterChannel() = default;
  virtual Task<void> run() = 0;  // answers requests; the root that its owner spawns on `home`

  // ---- on `home`
  // To every other instance; lost when Redis is away (they look into the database every now and then as well).
  virtual Task<void> tell_changed(std::string organization) = 0;
  virtual Task<Result<std::string>> ask(std::string node, std::string request, std::chrono::milliseconds deadline) = 0;
};

}  // namespace parley
