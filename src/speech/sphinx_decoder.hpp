// SPDX-License-Identifier: Apache-2.0
// One search over one utterance at a time. Holds nothing between utterances, so it can be lent to any stream.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cepstra.hpp"

namespace parley {

struct SphinxFiles {
  std::filesystem::path acoustic_model;
  std::filesystem::path parameters;  // feat.params without the vendor's own mean removal
  std::filesystem::path dictionary;
  std::filesystem::path language_model;
  std::filesystem::path phone_transform;  // MLLR matrix; empty = none
};

// live: one pass, for partials while the caller speaks. settled: a second pass and posteriors, for finals.
enum class SphinxPass { live, settled };

struct DecodedWord {
  std::string text;  // no pronunciation suffix, no filler
  int first_frame = 0;
  int last_frame = 0;
  double confidence = 0;
};

struct Decoded {
  std::vector<DecodedWord> words;
  double confidence = 0;
  int silent_frames = 0;  // at the end, as the search sees it

  std::string text() const;
};

class SphinxDecoder {
 public:
  // Takes about 10 ms and 7 MB. Throws std::runtime_error when a file is wrong.
  SphinxDecoder(const SphinxFiles& files, SphinxPass pass);
  ~SphinxDecoder();
  SphinxDecoder(const SphinxDecoder&) = delete;
  SphinxDecoder& operator=(const SphinxDecoder&) = delete;

  void start();
  void hear(std::span<const Cepstrum> frames);  // between start() and finish(); the mean is already removed
  Decoded partial() const;
  Decoded finish();
  SphinxPass pass() const { return pass_; }

 private:
  Decoded read(bool final) const;

  struct Vendor;
  std::unique_ptr<Vendor> vendor_;
  SphinxPass pass_;
  bool started_ = false;
  int frames_ = 0;  // of the running or last utterance
};

}  // namespace parley
