// SPDX-License-Identifier: Apache-2.0
// The calls that run now, on every instance. Each instance tells its own; each can ask for all.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/redis/redis.hpp"
#include "parley/store/call_log.hpp"

namespace parley {

struct LiveSessionList {
  std::vector<CallRecord> calls;  // newest first, without those of this instance; docs/redis.md has the fields
  bool whole = true;              // false: Redis did not answer
};

class LiveSessions {
 public:
  // `node` is this instance's id, `version` for people who look. Runs on `redis`' executor.
  static std::unique_ptr<LiveSessions> create(Redis& redis, Executor home, Clock& clock, std::string node, Log log,
                                              Meters& meters, std::string version = {});
  virtual ~LiveSessions() = default;

  // From any thread, never blocks: the newest state of a call of this instance; an ended one goes. Bounded by the
  // calls that run; what Redis did not take is told again when it is back.
  virtual void tell(const CallRecord& record) = 0;

  // The root that its owner spawns on `home`: heartbeat of the node, refreshing of sessions, retelling. Cancelled while
  // Redis still runs, it takes leave: others see at once that this instance is gone.
  virtual Task<void> run() = 0;

  // ---- on `home`
  virtual Task<LiveSessionList> of(OrganizationKey organization, std::size_t most) = 0;
  virtual Task<Result<std::optional<CallRecord>>> find(OrganizationKey organization, CallId call) = 0;
  // Which instance has the call; nullopt: none that is alive.
  virtual Task<Result<std::optional<std::string>>> node_of(CallId call) = 0;
  // Instances with a heartbeat, by id.
  virtual Task<Result<std::vector<std::string>>> nodes() = 0;
};

}  // namespace parley
