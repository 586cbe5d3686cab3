// SPDX-License-Identifier: Apache-2.0
#include "call_ids.hpp"

#include "parley/async/kernel_random.hpp"

namespace parley {
CallId new_call_id(const Clock& clock) { return CallId(new_uuid(clock.wall_now())); }

std::string new_token() {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string token;
  for (const auto byte : random_bytes<16>()) token += {kHex[byte >> 4U], kHex[byte & 15U]};
  return token;
}

}  // namespace parley
