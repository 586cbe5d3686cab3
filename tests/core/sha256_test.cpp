// SPDX-License-Identifier: Apache-2.0
#include "parley/core/sha256.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

// FIPS 180-2, appendix B.1.
TEST(Sha256, IsToldInHexadecimal) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// RFC 4231, test cases 2 and 6.
TEST(HmacSha256, IsAsPublished) {
  const auto hex = [](const std::array<std::uint8_t, 32>& digest) {
    std::string text;
    for (const auto byte : digest) text += {"0123456789abcdef"[byte >> 4U], "0123456789abcdef"[byte & 15U]};
    return text;
  };
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

}  // namespace
}  // namespace parley
