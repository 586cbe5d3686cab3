// SPDX-License-Identifier: Apache-2.0
#include "row_ids.hpp"

#include "parley/async/kernel_random.hpp"

namespace parley {
namespace {

constexpr unsigned kCounters = 4096;

}  // namespace

std::string RowIds::next() {
  auto random = random_bytes<10>();
  const std::lock_guard lock(mutex_);
  if (const auto now = clock_ ? clock_->wall_now() : fixed_; now > when_) {
    when_ = now;
    // In the lower half of its range, so that there is room for at least 2048 more in this millisecond.
    counter_ = (random[0] * 256U + random[1]) % (kCounters / 2);
  } else if (++counter_ == kCounters) {
    counter_ = 0;
    when_ += std::chrono::milliseconds{1};
  }
  random[0] = static_cast<std::uint8_t>(counter_ >> 8U);
  random[1] = static_cast<std::uint8_t>(counter_ & 0xffU);
  return Uuid::v7(when_, random).to_string();
}

}  // namespace parley
