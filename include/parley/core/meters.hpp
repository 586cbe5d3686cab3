// SPDX-License-Identifier: Apache-2.0
// What the rest of the code counts with. ops exposes it as Prometheus text; the 20 ms path only touches atomics.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {

class Counter {
 public:
  void add(std::uint64_t count = 1) noexcept { value_.fetch_add(count, std::memory_order_relaxed); }
  std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Gauge {
 public:
  void set(std::int64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }
  void add(std::int64_t delta) noexcept { value_.fetch_add(delta, std::memory_order_relaxed); }
  std::int64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

// Values are observed in seconds; the sum is kept in nanoseconds so that it needs no floating-point atomic.
class Histogram {
 public:
  explicit Histogram(std::vector<double> upper_bounds_seconds)
      : bounds_(std::move(upper_bounds_seconds)),
        buckets_(std::make_unique<std::atomic<std::uint64_t>[]>(bounds_.size() + 1)) {}

  void observe(double seconds) noexcept {
    std::size_t bucket = 0;
    while (bucket < bounds_.size() && seconds > bounds_[bucket]) ++bucket;
    buckets_[bucket].fetch_add(1, std::memory_order_relaxed);
    sum_nanoseconds_.fetch_add(static_cast<std::int64_t>(seconds * 1e9), std::memory_order_relaxed);
  }
  const std::vector<double>& bounds() const noexcept { return bounds_; }
  std::uint64_t in_bucket(std::size_t index) const noexcept { return buckets_[index].load(std::memory_order_relaxed); }
  double sum_seconds() const noexcept {
    return static_cast<double>(sum_nanoseconds_.load(std::memory_order_relaxed)) / 1e9;
  }

 private:
  std::vector<double> bounds_;
  std::unique_ptr<std::atomic<std::uint64_t>[]> buckets_;
  std::atomic<std::int64_t> sum_nanoseconds_{0};
};

using MeterLabels = std::vector<std::pair<std::string, std::string>>;

// Looks up or makes a meter; references stay valid as long as the registry. Not for the 20 ms path: look up once.
// Names follow Prometheus: parley_<what>_<unit>[_total]; labels never hold call ids or phone numbers.
class Meters {
 public:
  virtual ~Meters() = default;
  virtual Counter& counter(std::string_view name, std::string_view help, MeterLabels labels = {}) = 0;
  virtual Gauge& gauge(std::string_view name, std::string_view help, MeterLabels labels = {}) = 0;
  virtual Histogram& histogram(std::string_view name, std::string_view help, std::vector<double> upper_bounds_seconds,
                               MeterLabels labels = {}) = 0;
};

}  // namespace parley
