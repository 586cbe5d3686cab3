// SPDX-License-Identifier: Apache-2.0
// The calls of one event loop, whatever door they came by. Used on that loop only.
#pragma once

#include <map>
#include <memory>

#include "parley/async/queues.hpp"
#include "parley/async/task_group.hpp"
#include "parley/call/call_floor.hpp"

namespace parley {

class FloorHost {
 public:
  FloorHost(const FloorSettings& settings, const FloorPorts& ports, FloorLoop loop);

  Task<void> run();
  void wait_in_lobby(Task<void> waiting);
  void accept(Admission admission, std::unique_ptr<CallDoor> door);
  void close();
  // not_found: no such call of this organization on this loop.
  Result<void> act(const OrganizationKey& organization, CallId call, const CallAction& action);

 private:
  class Guest;  // one call

  Task<void> serve(Admission admission, std::unique_ptr<CallDoor> door);
  std::unique_ptr<Recording> start_recording(const CallId& id, const Log& log) const;

  const FloorSettings& settings_;
  const FloorPorts& ports_;
  FloorLoop loop_;

  TaskGroup calls_;
  TaskGroup lobby_;
  std::map<CallId, Call*> talking_;
  detail::Wakeup closed_;
  bool closing_ = false;
};

}  // namespace parley
