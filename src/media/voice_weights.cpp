// SPDX-License-Identifier: Apache-2.0
#include "voice_weights.hpp"

#include <cmath>

// The build names the file (CMakeLists.txt); its size is checked where the weights are read.
asm(".pushsection .rodata\n"
    ".balign 64\n"
    ".global kParleyVoiceWeights\n"
    "kParleyVoiceWeights:\n"
    ".incbin \"" PARLEY_VOICE_WEIGHTS
    "\"\n"
    ".global kParleyVoiceWeightsEnd\n"
    "kParleyVoiceWeightsEnd:\n"
    ".balign 2\n"
    ".popsection\n");

extern "C" {
extern const std::uint16_t kParleyVoiceWeights[];
extern const std::uint16_t kParleyVoiceWeightsEnd[];
}

namespace parley {

std::span<const std::uint16_t> voice_weights() { return {kParleyVoiceWeights, kParleyVoiceWeightsEnd}; }

float from_half(std::uint16_t half) {
  const bool negative = (half & 0x8000U) != 0;
  const int exponent = (half >> 10U) & 0x1F;
  const auto fraction = static_cast<float>(half & 0x3FFU) / 1024.0F;
  const float magnitude = exponent == 0 ? std::ldexp(fraction, -14) : std::ldexp(1.0F + fraction, exponent - 15);
  return negative ? -magnitude : magnitude;
}

}  // namespace parley
