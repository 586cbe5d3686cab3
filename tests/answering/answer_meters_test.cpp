// SPDX-License-Identifier: Apache-2.0
#include "../../src/answering/answer_meters.hpp"

#include <gtest/gtest.h>

#include "support/counted_meters.hpp"

namespace parley {
namespace {

TEST(AnswerMetersTest, CountsFaultsAndWhoAnswered) {
  test::CountedMeters counted;
  AnswerMeters meters(counted);
  meters.routed(RouteFault::none);
  meters.routed(RouteFault::failed);
  meters.routed(RouteFault::late);
  ModelAnswer answer;
  meters.asked(answer, std::chrono::milliseconds{3});
  answer.origin = AnswerOrigin::model;
  meters.asked(answer, std::chrono::milliseconds{3});
  meters.asked(answer, std::chrono::milliseconds{3});
  EXPECT_EQ(counted.counter("parley_router_guarded_total", "").value(), 3U);
  EXPECT_EQ(counted.counter("parley_router_faults_total", "", {{"kind", "late"}}).value(), 1U);
  EXPECT_EQ(counted.counter("parley_layer_two_answers_total", "", {{"by", "model"}}).value(), 2U);
  EXPECT_EQ(counted.counter("parley_layer_two_answers_total", "", {{"by", "nobody"}}).value(), 1U);
}

}  // namespace
}  // namespace parley
