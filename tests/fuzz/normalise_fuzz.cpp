// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string>

#include "parley/router/normalise.hpp"

// Whatever the transcript: words without spaces, and normalising them again changes nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto words = parley::normalise(text);
  for (const auto& word : words) {
    if (word.empty() || word.find(' ') != std::string::npos) std::abort();
  }
  if (parley::normalise(parley::join_words(words)) != words) std::abort();
  static_cast<void>(parley::pronounced_words(text));
  return 0;
}
