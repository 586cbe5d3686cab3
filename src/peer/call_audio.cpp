// SPDX-License-Identifier: Apache-2.0
#include "call_audio.hpp"

#include <algorithm>
#include <cstdlib>

namespace parley::peer {

void CallAudio::heard(const HeardSound& sound) {
  const auto arrived = (sound.arrived - answered_).count() * 8 / 1000;
  auto place = anchor_sample_ + static_cast<std::int32_t>(sound.position - anchor_position_);
  if (stream_ != sound.stream || std::llabs(place - arrived) > kLargestDrift) {
    stream_ = sound.stream;
    anchor_position_ = sound.position;
    anchor_sample_ = place = arrived;
  }
  if (place < 0 || place > kLongest) return;
  const auto from = static_cast<std::size_t>(place);
  if (heard_.size() < from + sound.samples.size()) heard_.resize(from + sound.samples.size());
  std::copy(sound.samples.begin(), sound.samples.end(), heard_.begin() + place);
}

}  // namespace parley::peer
