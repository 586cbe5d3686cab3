// SPDX-License-Identifier: Apache-2.0
// What is counted of the database.
#pragma once

#include <array>

#include "parley/core/meters.hpp"
#include "parley/core/result.hpp"
#include "parley/core/time.hpp"

namespace parley {

class DatabaseMeters {
 public:
  explicit DatabaseMeters(Meters& meters);

  void took(Duration span) noexcept { seconds_.observe(std::chrono::duration<double>(span).count()); }
  void failed(Fault fault) noexcept { errors_.at(static_cast<std::size_t>(fault))->add(); }

  // A connection is in use while it lives.
  class InUse {
   public:
    explicit InUse(Gauge& gauge) : gauge_(gauge) { gauge_.add(1); }
    InUse(const InUse&) = delete;
    InUse& operator=(const InUse&) = delete;
    ~InUse() { gauge_.add(-1); }

   private:
    Gauge& gauge_;
  };
  InUse use() { return InUse(in_use_); }

 private:
  Histogram& seconds_;
  Gauge& in_use_;
  std::array<Counter*, 8> errors_{};  // by Fault
};

}  // namespace parley
