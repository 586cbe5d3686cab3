// SPDX-License-Identifier: Apache-2.0
#include "redis_meters.hpp"

namespace parley {
namespace {

Counter& errors(Meters& meters, const char* kind) {
  return meters.counter("parley_redis_errors_total", "Commands to Redis without a good answer", {{"kind", kind}});
}

}  // namespace

RedisMeters::RedisMeters(Meters& meters)
    : connected_(meters.gauge("parley_redis_connected", "1 while Redis answers")),
      commands_(meters.counter("parley_redis_commands_total", "Commands and transactions that were sent to Redis")),
      seconds_(meters.histogram("parley_redis_command_seconds", "From sending a command to its answer",
                                {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1})),
      timed_out_(errors(meters, "timed_out")),
      away_(errors(meters, "away")),
      full_(errors(meters, "full")),
      out_of_memory_(errors(meters, "out_of_memory")),
      wrong_type_(errors(meters, "wrong_type")),
      refused_(errors(meters, "refused")) {}

void RedisMeters::answered(Duration after) {
  commands_.add();
  seconds_.observe(std::chrono::duration<double>(after).count());
}

void RedisMeters::failed(const Error& error) {
  switch (error.fault) {
    case Fault::timed_out:
      return timed_out_.add();
    case Fault::unavailable:
      return away_.add();
    case Fault::exhausted:
      return (error.message.starts_with("Redis refuses: OOM") ? out_of_memory_ : full_).add();
    case Fault::conflict:
      return wrong_type_.add();
    default:
      return refused_.add();
  }
}

}  // namespace parley
