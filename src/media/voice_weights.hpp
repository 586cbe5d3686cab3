// SPDX-License-Identifier: Apache-2.0
// Weights of Silero VAD v5, 8 kHz, as scripts/make_silero wrote them: half-precision numbers, little endian.
#pragma once

#include <cstdint>
#include <span>

namespace parley {

std::span<const std::uint16_t> voice_weights();
// IEEE 754 binary16.
float from_half(std::uint16_t half);

}  // namespace parley
