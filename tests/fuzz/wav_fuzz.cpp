// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "parley/media/wav.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto sound = parley::parse_wav(std::span(bytes, size));
  if (!sound) return sound.error().message.empty() ? (std::abort(), 0) : 0;
  if (sound->samples.size() > size || sound->samples.size() % sound->channels != 0) std::abort();
  parley::to_mono(*sound);
  return 0;
}
