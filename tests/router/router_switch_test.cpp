// SPDX-License-Identifier: Apache-2.0
#include "parley/router/router_switch.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(RouterSwitch, OffInTheSettingsStaysOff) {
  RouterSwitch on;
  EXPECT_TRUE(on.enabled());
  on.set(false);
  EXPECT_FALSE(on.enabled());
  on.set(true);
  EXPECT_TRUE(on.enabled());
  RouterSwitch off(false);
  off.set(true);
  EXPECT_FALSE(off.enabled());
}

}  // namespace
}  // namespace parley
