// SPDX-License-Identifier: Apache-2.0
#include "row_ids.hpp"

#include <sys/random.h>

#include <array>
#include <stdexcept>

namespace parley {
namespace {

std::array<std::uint8_t, 10> random_bytes() {
  std::array<std::uint8_t, 10> random;
  // Up to 256 bytes the kernel gives everything or nothing (getrandom(2)).
  if (getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
    throw std::runtime_error("the kernel gives no random numbers");
  }
  return random;
}

constexpr unsigned kCounters = 4096;

}  // namespace

// The counter begins in the lower half of its range, so that a writer has at least 2048 a millisecond.
RowIds::RowIds(WallTime now) : when_(now) {
  const auto random = random_bytes();
  counter_ = (random[0] * 256U + random[1]) % (kCounters / 2);
}

std::string RowIds::next() {
  if (++counter_ == kCounters) {
    counter_ = 0;
    when_ += std::chrono::milliseconds{1};
  }
  auto random = random_bytes();
  random[0] = static_cast<std::uint8_t>(counter_ >> 8U);
  random[1] = static_cast<std::uint8_t>(counter_ & 0xffU);
  return Uuid::v7(when_, random).to_string();
}

}  // namespace parley
