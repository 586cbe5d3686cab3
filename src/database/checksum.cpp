// SPDX-License-Identifier: Apache-2.0
#include "checksum.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace parley {

std::string checksum_of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available");
  }
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hexadecimal;
  for (unsigned i = 0; i < length; ++i) {
    hexadecimal += kDigits[digest.at(i) >> 4U];
    hexadecimal += kDigits[digest.at(i) & 15U];
  }
  return hexadecimal;
}

}  // namespace parley
