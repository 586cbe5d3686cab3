// SPDX-License-Identifier: Apache-2.0
// Questions spoken by voices and what a recogniser made of them, as files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "parley/core/result.hpp"

namespace parley::commands {

struct SpokenQuestion {
  std::string voice;
  std::string intent;
  std::string file;  // WAV beside the table
  std::string text;  // what was spoken

  friend bool operator==(const SpokenQuestion&, const SpokenQuestion&) = default;
};

// DIR/spoken.tsv as scripts/make_spoken writes it.
Result<std::vector<SpokenQuestion>> read_spoken(const std::filesystem::path& directory);

struct HeardQuestion {
  std::string voice;
  std::string intent;
  double confidence = 0;
  std::string text;        // what was spoken
  std::string transcript;  // what was heard

  friend bool operator==(const HeardQuestion&, const HeardQuestion&) = default;
};

Result<std::vector<HeardQuestion>> read_heard(const std::filesystem::path& file);
Result<void> write_heard(const std::filesystem::path& file, const std::vector<HeardQuestion>& questions);

// Fewest words to replace, leave out or put in that make `spoken` of `heard`.
std::size_t word_errors(const std::vector<std::string>& spoken, const std::vector<std::string>& heard);

}  // namespace parley::commands
