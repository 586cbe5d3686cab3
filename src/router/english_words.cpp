// SPDX-License-Identifier: Apache-2.0
#include "english_words.hpp"

#include <cstdint>

// The build names the file (CMakeLists.txt).
asm(".pushsection .rodata\n"
    ".global kParleyEnglishWords\n"
    "kParleyEnglishWords:\n"
    ".incbin \"" PARLEY_ENGLISH_WORDS
    "\"\n"
    ".popsection\n");

extern "C" {
extern const std::uint8_t kParleyEnglishWords[];
}

namespace parley {
namespace {

// As in scripts/make_english_words.
constexpr std::uint64_t kBits = std::uint64_t{1} << 20U;
constexpr unsigned kProbes = 8;

std::uint64_t fnv1a(std::string_view word) {
  std::uint64_t value = 0xCBF29CE484222325U;
  for (const char letter : word) value = (value ^ static_cast<unsigned char>(letter)) * 0x100000001B3U;
  return value;
}

}  // namespace

bool is_english_word(std::string_view word) {
  const auto value = fnv1a(word);
  const auto step = (value >> 32U) | 1U;
  for (unsigned probe = 0; probe < kProbes; ++probe) {
    const auto bit = (value + probe * step) % kBits;
    if ((kParleyEnglishWords[bit / 8] & (1U << (bit % 8))) == 0) return false;
  }
  return true;
}

}  // namespace parley
