// SPDX-License-Identifier: Apache-2.0
#include "public_address.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

bool of(const char* text) { return is_public(asio::ip::make_address(text)); }

TEST(PublicAddress, OnesOfTheInternetAre) {
  for (const char* text : {"1.1.1.1", "8.8.8.8", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.1.2.3", "172.15.0.1",
                           "172.32.0.1", "192.167.1.1", "192.169.1.1", "223.255.255.255", "2606:4700::1111", "2a00::1",
                           "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"})
    EXPECT_TRUE(of(text)) << text;
}

TEST(PublicAddress, OnesOfSpecialPurposesAreNot) {
  for (const char* text : {"0.0.0.0",
                           "10.1.2.3",
                           "100.64.0.1",
                           "100.127.255.255",
                           "127.0.0.1",
                           "127.255.255.255",
                           "169.254.169.254",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.0.0.1",
                           "192.0.2.1",
                           "192.168.0.1",
                           "198.18.0.1",
                           "198.19.255.255",
                           "198.51.100.1",
                           "203.0.113.9",
                           "224.0.0.1",
                           "240.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "fe80::1",
                           "fc00::1",
                           "fd12::1",
                           "ff02::1",
                           "2001:db8::1",
                           "::ffff:127.0.0.1",
                           "::ffff:10.0.0.1",
                           "64:ff9b::a00:1",
                           "2002:7f00:1::"})
    EXPECT_FALSE(of(text)) << text;
}

}  // namespace
}  // namespace parley
