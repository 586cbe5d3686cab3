// SPDX-License-Identifier: Apache-2.0
// What a bad network does to packets.
#pragma once

#include <chrono>
#include <cstdint>

namespace parley::peer {

struct Impairment {
  double loss = 0;                      // share of packets that vanish, 0–1
  std::chrono::milliseconds jitter{0};  // each is held back by 0 … jitter, evenly spread, whatever its order
  std::uint32_t seed = 1;

  friend bool operator==(const Impairment&, const Impairment&) = default;
};

}  // namespace parley::peer
