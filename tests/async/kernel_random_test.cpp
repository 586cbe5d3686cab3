// SPDX-License-Identifier: Apache-2.0
#include "parley/async/kernel_random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace parley {
namespace {

TEST(KernelRandom, TwoAreNotTheSame) {
  EXPECT_NE(random_bytes<16>(), random_bytes<16>());
  const WallTime now{std::chrono::milliseconds{1790000000000}};
  EXPECT_NE(new_uuid(now), new_uuid(now));
  EXPECT_EQ(new_uuid(now).to_string().substr(0, 13), new_uuid(now).to_string().substr(0, 13)) << "the moment leads";
}

TEST(KernelRandom, EveryByteIsFilled) {
  // Longer than what the kernel promises to give at once; 64 zeros in a row come once in 2^512.
  std::vector<std::uint8_t> bytes(1 << 20);
  fill_random(bytes);
  for (std::size_t at = 0; at < bytes.size(); at += 64) {
    EXPECT_TRUE(std::any_of(&bytes[at], &bytes[at] + 64, [](std::uint8_t byte) { return byte != 0; })) << at;
  }
}

}  // namespace
}  // namespace parley
