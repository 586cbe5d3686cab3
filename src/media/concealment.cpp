// SPDX-License-Identifier: Apache-2.0
#include "parley/media/concealment.hpp"

extern "C" {
#include <spandsp.h>
}

namespace parley {

struct LossConcealment::History {
  plc_state_t state;
};

LossConcealment::LossConcealment() : history_(std::make_unique<History>()) { plc_init(&history_->state); }

LossConcealment::~LossConcealment() = default;

void LossConcealment::heard(std::span<std::int16_t> samples) noexcept {
  plc_rx(&history_->state, samples.data(), static_cast<int>(samples.size()));
}

void LossConcealment::fill(std::span<std::int16_t> samples) noexcept {
  plc_fillin(&history_->state, samples.data(), static_cast<int>(samples.size()));
}

}  // namespace parley
