// SPDX-License-Identifier: Apache-2.0
// Noise over speech at a given ratio of loudness.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace parley::commands {

// The ratio is between the mean square of the voiced 20 ms frames of `speech` (above -45 dB of full scale) and that of
// the noise that is added. The noise begins at a place chosen by `seed` and goes round. Clipped to 16 bits.
std::vector<std::int16_t> mix_noise(std::span<const std::int16_t> speech, std::span<const std::int16_t> noise,
                                    double snr_db, std::uint32_t seed);

}  // namespace parley::commands
