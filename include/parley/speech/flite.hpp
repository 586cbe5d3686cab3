// SPDX-License-Identifier: Apache-2.0
// The embedded voice: flite, streamed. Only app includes this.
#pragma once

#include <cstddef>
#include <memory>

#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/speech/synthesizer.hpp"

namespace parley {

struct FliteSettings {
  std::size_t threads = 0;                // 0 = one a processor
  std::size_t longest_text_bytes = 4000;  // what is longer is refused
};

// Voices: slt, rms, awb, kal16 and kal. `meters` outlives the synthesizer, which outlives its streams.
std::unique_ptr<Synthesizer> create_flite(FliteSettings settings, Log log, Meters* meters = nullptr);

}  // namespace parley
