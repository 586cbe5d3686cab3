// SPDX-License-Identifier: Apache-2.0
#include "call_ids.hpp"

#include <sys/random.h>

#include <array>
#include <stdexcept>

namespace parley {

CallId new_call_id(const Clock& clock) {
  std::array<std::uint8_t, 10> random;
  // Up to 256 bytes the kernel gives everything or nothing (getrandom(2)).
  if (getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
    throw std::runtime_error("the kernel gives no random numbers");
  }
  return CallId(Uuid::v7(clock.wall_now(), random));
}

}  // namespace parley
