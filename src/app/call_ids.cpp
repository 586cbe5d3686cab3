// SPDX-License-Identifier: Apache-2.0
#include "call_ids.hpp"

#include <sys/random.h>

#include <array>
#include <stdexcept>

namespace parley {
namespace {

template <std::size_t Count>
std::array<std::uint8_t, Count> random_bytes() {
  std::array<std::uint8_t, Count> random;
  // Up to 256 bytes the kernel gives everything or nothing (getrandom(2)).
  if (getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
    throw std::runtime_error("the kernel gives no random numbers");
  }
  return random;
}

}  // namespace

CallId new_call_id(const Clock& clock) { return CallId(Uuid::v7(clock.wall_now(), random_bytes<10>())); }

std::string new_token() {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string token;
  for (const auto byte : random_bytes<16>()) token += {kHex[byte >> 4U], kHex[byte & 15U]};
  return token;
}

}  // namespace parley
