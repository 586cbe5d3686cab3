// SPDX-License-Identifier: Apache-2.0
// From a caller's samples to cepstra of what was voiced; one a stream, its noise estimate lives as long as the call.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "cepstra.hpp"
#include "phone_upsampler.hpp"

namespace parley {

class SphinxFrontEnd {
 public:
  // `parameters`: the acoustic model's feat.params. Throws std::runtime_error when they cannot be used.
  explicit SphinxFrontEnd(const std::filesystem::path& parameters);
  ~SphinxFrontEnd();
  SphinxFrontEnd(const SphinxFrontEnd&) = delete;
  SphinxFrontEnd& operator=(const SphinxFrontEnd&) = delete;

  // Appends to `voiced`. Silence is left out; what came just before speech is given when speech starts.
  // Times count samples at 8 kHz; a frame's is right to about 10 ms.
  void hear(std::span<const std::int16_t> samples, std::vector<VoicedFrame>& voiced);
  // Samples that never arrived: moves the clock only.
  void skip(std::int64_t samples) { heard_ += samples; }
  std::int64_t heard() const { return heard_; }
  bool in_speech() const;

 private:
  void frame(std::vector<VoicedFrame>& voiced);

  struct Vendor;
  std::unique_ptr<Vendor> vendor_;
  PhoneUpsampler upsampler_;
  std::int64_t heard_ = 0;
  std::vector<std::int16_t> wide_;  // not yet a whole shift
};

}  // namespace parley
