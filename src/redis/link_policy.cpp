// SPDX-License-Identifier: Apache-2.0
#include "link_policy.hpp"

#include <algorithm>

namespace parley {

Instant LinkPolicy::give_up_at(Instant oldest_asked, Instant last_heard) const {
  return std::max(oldest_asked, last_heard) + pauses_.deadline;
}

Duration LinkPolicy::ended(Instant now, double random) {
  if (stands_since_ != Instant::max() && now - stands_since_ >= pauses_.longest) failures_ = 0;
  stands_since_ = Instant::max();
  auto pause = pauses_.first;
  for (std::uint32_t i = 0; i < failures_ && pause < pauses_.longest; ++i) pause *= 2;
  ++failures_;
  const auto whole = std::chrono::duration_cast<Duration>(std::min(pause, pauses_.longest));
  return whole / 2 + std::chrono::duration_cast<Duration>(whole / 2 * random);
}

}  // namespace parley
