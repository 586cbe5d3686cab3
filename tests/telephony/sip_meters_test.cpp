// SPDX-License-Identifier: Apache-2.0
#include "sip_meters.hpp"

#include <gtest/gtest.h>

#include "support/plain_meters.hpp"

namespace parley::sip {
namespace {

TEST(SipMeters, CountsUnknownMethodsTogetherSoThatScannersMakeNoSeries) {
  parley::test::PlainMeters registry;
  SipMeters meters(registry);
  meters.request("INVITE").add();
  meters.request("X1").add();
  meters.request("X2").add();
  EXPECT_EQ(registry.counter("parley_sip_requests_total", "", {{"method", "INVITE"}}).value(), 1U);
  EXPECT_EQ(registry.counter("parley_sip_requests_total", "", {{"method", "other"}}).value(), 2U);
}

TEST(SipMeters, CountsResponsesByClass) {
  parley::test::PlainMeters registry;
  SipMeters meters(registry);
  for (const int status : {200, 404, 486, 503, 603}) meters.final_response(status).add();
  EXPECT_EQ(registry.counter("parley_sip_responses_total", "", {{"class", "2xx"}}).value(), 1U);
  EXPECT_EQ(registry.counter("parley_sip_responses_total", "", {{"class", "4xx"}}).value(), 3U);
  EXPECT_EQ(registry.counter("parley_sip_responses_total", "", {{"class", "5xx"}}).value(), 1U);
}

}  // namespace
}  // namespace parley::sip
