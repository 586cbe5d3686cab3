// SPDX-License-Identifier: Apache-2.0
#include "sphinx_front_end.hpp"

#include <pocketsphinx.h>
#include <sphinxbase/cmd_ln.h>
#include <sphinxbase/fe.h>

#include <array>
#include <stdexcept>

#include "sphinx_log.hpp"

namespace parley {

namespace {

constexpr std::size_t kShift = 160;  // 10 ms at 16 kHz
constexpr std::size_t kNarrowShift = kShift / 2;
constexpr int kMostFrames = 32;  // more than the vendor's memory of what came before speech

}  // namespace

struct SphinxFrontEnd::Vendor {
  fe_t* front_end = nullptr;
  std::array<Cepstrum, kMostFrames> frames;
  std::array<mfcc_t*, kMostFrames> rows;
};

SphinxFrontEnd::SphinxFrontEnd(const std::filesystem::path& parameters) : vendor_(std::make_unique<Vendor>()) {
  quiet_sphinx();
  static_assert(sizeof(mfcc_t) == sizeof(float));
  // The vendor forgets to free what it has when the file is not there.
  if (!std::filesystem::exists(parameters)) throw std::runtime_error("cannot use " + parameters.string());
  cmd_ln_t* config = cmd_ln_init(nullptr, ps_args(), TRUE, "-remove_silence", "yes", nullptr);
  if (config) config = cmd_ln_parse_file_r(config, ps_args(), parameters.c_str(), FALSE);
  if (config) vendor_->front_end = fe_init_auto_r(config);
  if (config) cmd_ln_free_r(config);
  if (!vendor_->front_end) throw std::runtime_error("cannot use " + parameters.string());
  for (std::size_t i = 0; i < kMostFrames; ++i) vendor_->rows[i] = vendor_->frames[i].data();
  fe_start_stream(vendor_->front_end);
  fe_start_utt(vendor_->front_end);
}

SphinxFrontEnd::~SphinxFrontEnd() { fe_free(vendor_->front_end); }

bool SphinxFrontEnd::in_speech() const { return fe_get_vad_state(vendor_->front_end) != 0; }

void SphinxFrontEnd::hear(std::span<const std::int16_t> samples, std::vector<VoicedFrame>& voiced) {
  while (!samples.empty()) {
    const auto room = (kShift - wide_.size()) / 2;
    const auto part = samples.first(std::min(samples.size(), room));
    const auto filled = wide_.size();
    wide_.resize(filled + 2 * part.size());
    upsampler_.upsample(part, std::span(wide_).subspan(filled));
    heard_ += static_cast<std::int64_t>(part.size());
    samples = samples.subspan(part.size());
    if (wide_.size() == kShift) {
      frame(voiced);
      wide_.clear();
    }
  }
}

void SphinxFrontEnd::frame(std::vector<VoicedFrame>& voiced) {
  const std::int16_t* next = wide_.data();
  std::size_t left = wide_.size();
  const auto first = voiced.size();
  while (left > 0) {
    std::int32_t count = kMostFrames;
    if (fe_process_frames(vendor_->front_end, &next, &left, vendor_->rows.data(), &count, nullptr) < 0) break;
    for (std::int32_t i = 0; i < count; ++i) voiced.push_back({vendor_->frames[static_cast<std::size_t>(i)], 0});
  }
  // The newest frame ends here, the ones before it a shift earlier each.
  std::int64_t ends_at = heard_;
  for (auto i = voiced.size(); i > first; --i, ends_at -= kNarrowShift) voiced[i - 1].ends_at = ends_at;
}

}  // namespace parley
