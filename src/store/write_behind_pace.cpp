// SPDX-License-Identifier: Apache-2.0
#include "write_behind_pace.hpp"

#include <algorithm>

namespace parley {

std::chrono::milliseconds BackOff::failed(std::uint32_t random) {
  next_ = next_.count() == 0 ? first_ : std::min(next_ * 2, longest_);
  const auto quarter = next_.count() / 4;
  return next_ - std::chrono::milliseconds{quarter > 0 ? static_cast<std::int64_t>(random) % (quarter + 1) : 0};
}

}  // namespace parley
