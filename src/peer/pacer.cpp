// SPDX-License-Identifier: Apache-2.0
#include "pacer.hpp"

#include <algorithm>

namespace parley::peer {

void Pacer::remove(Member& member) {
  std::replace(members_.begin(), members_.end(), &member, static_cast<Member*>(nullptr));
}

Task<void> Pacer::run() {
  Instant due = clock_.now();
  for (;;) {
    due += kSlot;
    co_await clock_.sleep_until(due);
    const auto late = clock_.now() - due;
    if (late > kLongestCatchUp) due = clock_.now();
    // Members may come and go while they are called; newcomers begin with the next slot.
    const auto count = members_.size();
    for (std::size_t i = 0; i < count; ++i) {
      if (members_[i]) members_[i]->on_slot(late);
    }
    std::erase(members_, nullptr);
  }
}

}  // namespace parley::peer
