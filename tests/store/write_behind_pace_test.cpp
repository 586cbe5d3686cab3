// SPDX-License-Identifier: Apache-2.0
#include "write_behind_pace.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

using namespace std::chrono_literals;

TEST(BackOff, DoublesUpToTheLongest) {
  BackOff back_off(100ms, 1s);
  for (const auto expected : {100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms}) EXPECT_EQ(back_off.failed(0), expected);
}

TEST(BackOff, JitterTakesAtMostAQuarter) {
  for (std::uint32_t random = 0; random < 1000; ++random) {
    BackOff back_off(100ms, 1s);
    const auto pause = back_off.failed(random);
    EXPECT_GE(pause, 75ms);
    EXPECT_LE(pause, 100ms);
  }
}

TEST(BackOff, BeginsAnewAfterSuccess) {
  BackOff back_off(100ms, 1s);
  back_off.failed(0);
  back_off.failed(0);
  back_off.succeeded();
  EXPECT_EQ(back_off.failed(0), 100ms);
}

}  // namespace
}  // namespace parley
