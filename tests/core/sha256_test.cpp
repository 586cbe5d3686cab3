// SPDX-License-Identifier: Apache-2.0
#include "parley/core/sha256.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

// FIPS 180-2, appendix B.1.
TEST(Sha256, IsToldInHexadecimal) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace parley
