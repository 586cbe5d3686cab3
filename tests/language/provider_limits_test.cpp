// SPDX-License-Identifier: Apache-2.0
#include "parley/language/provider_limits.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

using namespace std::chrono_literals;

TEST(ProviderLimits, TimesUntilAResetAreReadAsProvidersWriteThem) {
  EXPECT_EQ(read_reset("1s"), Duration(1s));
  EXPECT_EQ(read_reset("12ms"), Duration(12ms));
  EXPECT_EQ(read_reset("6m0s"), Duration(6min));
  EXPECT_EQ(read_reset("1h2m3.5s"), Duration(1h + 2min + 3500ms));
  EXPECT_EQ(read_reset("7"), Duration(7s));
  for (const auto* wrong : {"", "s", "1x", "6m0", "-1", "1..5s", "Wed, 21 Oct 2026 07:28:00 GMT"})
    EXPECT_FALSE(read_reset(wrong)) << wrong;
}

const HttpHeaders kHeaders{{"x-ratelimit-limit-requests", "100"},   {"x-ratelimit-remaining-requests", "90"},
                           {"x-ratelimit-reset-requests", "10s"},   {"x-ratelimit-limit-tokens", "1000"},
                           {"x-ratelimit-remaining-tokens", "150"}, {"x-ratelimit-reset-tokens", "4m0s"}};

TEST(ProviderLimits, WhicheverIsNearerCountsAndStaysAMinute) {
  ProviderLimits limits("p");
  const Instant now{1h};
  EXPECT_FALSE(limits.used(now));
  limits.heard(200, kHeaders, now);
  EXPECT_DOUBLE_EQ(limits.used(now).value(), 0.85);
  EXPECT_DOUBLE_EQ(limits.used(now + 60s).value(), 0.85);
  EXPECT_NEAR(limits.used(now + 120s).value(), 0.425, 1e-9) << "half of the way to its reset";
  EXPECT_DOUBLE_EQ(limits.used(now + 240s).value(), 0);
}

TEST(ProviderLimits, APeakBetweenTwoLooksIsNotForgotten) {
  ProviderLimits limits("p");
  const Instant now{1h};
  limits.heard(200, {{"x-ratelimit-limit-requests", "10"}, {"x-ratelimit-remaining-requests", "1"}}, now);
  limits.heard(200, {{"x-ratelimit-limit-requests", "10"}, {"x-ratelimit-remaining-requests", "9"}}, now + 1s);
  EXPECT_DOUBLE_EQ(limits.used(now + 30s).value(), 0.9);
  EXPECT_LT(limits.used(now + 61s).value(), 0.1);
}

TEST(ProviderLimits, ARefusalMeansThatAllOfItIsUsedUntilItsTimeIsOver) {
  ProviderLimits limits("p");
  const Instant now{1h};
  limits.heard(429, {{"retry-after", "90"}}, now);
  EXPECT_DOUBLE_EQ(limits.used(now + 89s).value(), 1);
  EXPECT_DOUBLE_EQ(limits.used(now + 90s).value(), 0);
}

TEST(ProviderLimits, WhatMakesNoSenseSaysNothing) {
  ProviderLimits limits("p");
  limits.heard(200, {{"x-ratelimit-limit-requests", "0"}, {"x-ratelimit-remaining-requests", "0"}}, Instant{1h});
  limits.heard(200, {{"x-ratelimit-limit-tokens", "many"}, {"x-ratelimit-remaining-tokens", "nan"}}, Instant{1h});
  EXPECT_FALSE(limits.used(Instant{1h}));
}

}  // namespace
}  // namespace parley
