// SPDX-License-Identifier: Apache-2.0
// The embedded ear: PocketSphinx with a language model of each organization's own. Only app includes this.
#pragma once

#include <filesystem>
#include <memory>

#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/speech/recognizer.hpp"

namespace parley {

struct PocketSphinxSettings {
  // Where set-up put what it made: en-us-phone.mllr. Hearing works without it, worse.
  std::filesystem::path models_dir = ".parley/models";
  // Debian's pocketsphinx-en-us.
  std::filesystem::path acoustic_model = "/usr/share/pocketsphinx/model/en-us/en-us";
  std::filesystem::path dictionary = "/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict";
  // Decoding threads at normal priority; 0 = one a processor.
  std::size_t threads = 0;
  // Audio that may wait for a thread, a stream; older samples are dropped and counted.
  std::chrono::milliseconds backlog{4000};
};

// Never fails: what is missing is told by state(), learn() and open(). `meters` outlives the recogniser.
std::unique_ptr<Recognizer> create_pocketsphinx(PocketSphinxSettings settings, Log log, Meters* meters = nullptr);

}  // namespace parley
