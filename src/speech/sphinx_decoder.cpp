// SPDX-License-Identifier: Apache-2.0
#include "sphinx_decoder.hpp"

#include <pocketsphinx.h>
#include <sphinxbase/cmd_ln.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sphinx_log.hpp"

namespace parley {

struct SphinxDecoder::Vendor {
  ps_decoder_t* decoder = nullptr;
};

namespace {

// PocketSphinx's first pass lags by a look-ahead of 5 frames and its features by 3: with fewer than 8 the first pass
// saw nothing, and an assertion of its lattice ends the process (6 and 7 frames always do). A tenth of a second is no
// word.
constexpr int kFewestFrames = 10;

}  // namespace

std::string Decoded::text() const {
  std::string out;
  for (const auto& word : words) {
    if (!out.empty()) out += ' ';
    out += word.text;
  }
  return out;
}

SphinxDecoder::SphinxDecoder(const SphinxFiles& files, SphinxPass pass)
    : vendor_(std::make_unique<Vendor>()), pass_(pass) {
  quiet_sphinx();
  // The vendor ends the process over some files that it cannot open.
  auto needed = [](const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) throw std::runtime_error(path.string() + " is missing");
    return path.string();
  };
  auto part = [&](const char* name) { return needed(files.acoustic_model / name); };
  const char* second_pass = pass == SphinxPass::settled ? "yes" : "no";
  cmd_ln_t* config =
      cmd_ln_init(nullptr, ps_args(), TRUE, "-mdef", part("mdef").c_str(), "-mean", part("means").c_str(), "-var",
                  part("variances").c_str(), "-tmat", part("transition_matrices").c_str(), "-sendump",
                  part("sendump").c_str(), "-fdict", part("noisedict").c_str(), "-featparams",
                  needed(files.parameters).c_str(), "-dict", needed(files.dictionary).c_str(), "-lm",
                  needed(files.language_model).c_str(), "-fwdflat", second_pass, "-bestpath", second_pass, nullptr);
  if (!config) throw std::runtime_error("PocketSphinx refused its settings");
  if (pass == SphinxPass::settled) {
    // First-pass beams wide enough that the right words survive, and more say for the language model in the lattice:
    // 5 points more of real orders understood than with the defaults, 9 in kitchen noise, for a tenth more work. Wider
    // beams of the flat pass cost points in noise and make lattices that take seconds; the bounds on active states and
    // words a frame cost nothing in accuracy and keep noise from taking the machine.
    cmd_ln_set_float_r(config, "-beam", 1e-60);
    cmd_ln_set_float_r(config, "-wbeam", 1e-40);
    cmd_ln_set_int_r(config, "-maxhmmpf", 1500);
    cmd_ln_set_int_r(config, "-maxwpf", 10);
    cmd_ln_set_float_r(config, "-bestpathlw", 15);
  }
  if (!files.phone_transform.empty()) cmd_ln_set_str_r(config, "-mllr", needed(files.phone_transform).c_str());
  vendor_->decoder = ps_init(config);
  cmd_ln_free_r(config);
  if (!vendor_->decoder) throw std::runtime_error("PocketSphinx could not load " + files.language_model.string());
  ps_start_stream(vendor_->decoder);
}

SphinxDecoder::~SphinxDecoder() {
  quiet_sphinx();
  ps_free(vendor_->decoder);
}

void SphinxDecoder::start() {
  quiet_sphinx();
  if (started_) ps_end_utt(vendor_->decoder);
  ps_start_utt(vendor_->decoder);
  started_ = true;
  frames_ = 0;
}

void SphinxDecoder::hear(std::span<const Cepstrum> frames) {
  for (const auto& frame : frames) {
    // One at a time: the vendor's ring of features loses count when several wrap around it in a one-pass search.
    // It copies them but asks for a writable pointer.
    mfcc_t* row = const_cast<float*>(frame.data());
    ps_process_cep(vendor_->decoder, &row, 1, FALSE, FALSE);
    ++frames_;
  }
}

Decoded SphinxDecoder::partial() const { return read(false); }

Decoded SphinxDecoder::finish() {
  ps_end_utt(vendor_->decoder);
  started_ = false;
  return read(true);
}

Decoded SphinxDecoder::read(bool final) const {
  Decoded out;
  if (frames_ < kFewestFrames) return out;
  auto* logs = ps_get_logmath(vendor_->decoder);
  std::int32_t score = 0;
  if (!ps_get_hyp(vendor_->decoder, &score)) return out;
  for (auto* segment = ps_seg_iter(vendor_->decoder); segment; segment = ps_seg_next(segment)) {
    std::string word = ps_seg_word(segment);
    int first = 0;
    int last = 0;
    ps_seg_frames(segment, &first, &last);
    const bool filler = word.empty() || word.front() == '<' || word.front() == '[' || word.front() == '+';
    if (filler) {
      out.silent_frames += last - first + 1;
      continue;
    }
    out.silent_frames = 0;
    if (word.back() == ')') word.resize(word.rfind('('));
    double confidence = 0;
    if (final) confidence = std::min(1.0, logmath_exp(logs, ps_seg_prob(segment, nullptr, nullptr, nullptr)));
    out.words.push_back({std::move(word), first, last, confidence});
  }
  if (final) out.confidence = std::min(1.0, logmath_exp(logs, ps_get_prob(vendor_->decoder)));
  return out;
}

}  // namespace parley
