// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "parley/core/meters.hpp"
#include "parley/core/result.hpp"
#include "parley/core/time.hpp"

namespace parley {

class RedisMeters {
 public:
  explicit RedisMeters(Meters& meters);

  void connected(bool stands) { connected_.set(stands ? 1 : 0); }
  // A command or a transaction was sent and it is known what came of it.
  void answered(Duration after);
  void failed(const Error& error);

 private:
  Gauge& connected_;
  Counter& commands_;
  Histogram& seconds_;
  Counter& timed_out_;
  Counter& away_;
  Counter& full_;
  Counter& out_of_memory_;
  Counter& wrong_type_;
  Counter& refused_;
};

}  // namespace parley
