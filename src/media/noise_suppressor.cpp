// SPDX-License-Identifier: Apache-2.0
#include "parley/media/noise_suppressor.hpp"

#include <speex/speex_preprocess.h>

#include <new>

namespace parley {

struct NoiseSuppressor::Vendor {
  SpeexPreprocessState* state = nullptr;
};

NoiseSuppressor::NoiseSuppressor(int most_db) : vendor_(std::make_unique<Vendor>()) {
  vendor_->state = speex_preprocess_state_init(static_cast<int>(kFrame), 8000);
  if (!vendor_->state) throw std::bad_alloc();
  int on = 1;
  int level = -most_db;
  speex_preprocess_ctl(vendor_->state, SPEEX_PREPROCESS_SET_DENOISE, &on);
  speex_preprocess_ctl(vendor_->state, SPEEX_PREPROCESS_SET_NOISE_SUPPRESS, &level);
}

NoiseSuppressor::~NoiseSuppressor() { speex_preprocess_state_destroy(vendor_->state); }

void NoiseSuppressor::apply(std::span<std::int16_t> samples) noexcept {
  if (samples.size() == kFrame) speex_preprocess_run(vendor_->state, samples.data());
}

}  // namespace parley
