// SPDX-License-Identifier: Apache-2.0
#include "../../src/answering/guarded_route.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "answering/asking.hpp"
#include "support/manual_clock.hpp"

namespace parley {
namespace {

class GuardedRouteTest : public testing::Test {
 protected:
  GuardedRoute ask() { return route_guarded(router_, {"when do you open", 1, {}}, clock_, 50ms); }

  asio::io_context loop_;
  test::ManualClock clock_{loop_};
  test::GivenRouter router_;
};

TEST_F(GuardedRouteTest, HandsOnWhatTheRouterSays) {
  router_.decide = [](const RouteQuery&) { return test::decision_for("hours"); };
  const auto route = ask();
  EXPECT_EQ(route.fault, RouteFault::none);
  EXPECT_EQ(route.decision.pattern, "hours");
  EXPECT_FALSE(route.late);
}

TEST_F(GuardedRouteTest, ARouterThatThrowsLeavesTheUtteranceToLayerTwo) {
  router_.decide = [](const RouteQuery&) -> RouteDecision { throw std::runtime_error("broken"); };
  const auto route = ask();
  EXPECT_EQ(route.fault, RouteFault::failed);
  EXPECT_EQ(route.decision.method, RouteMethod::router_error);
  EXPECT_TRUE(route.decision.pattern.empty());
}

TEST_F(GuardedRouteTest, ADecisionAfterTheDeadlineIsKeptForWantOfABetterOne) {
  router_.decide = [this](const RouteQuery&) {
    clock_.advance(51ms);
    return test::decision_for("hours");
  };
  const auto route = ask();
  EXPECT_EQ(route.fault, RouteFault::late);
  EXPECT_EQ(route.decision.method, RouteMethod::router_error);
  ASSERT_TRUE(route.late);
  EXPECT_EQ(route.late->pattern, "hours");
}

TEST_F(GuardedRouteTest, ExactlyInTimeIsInTime) {
  router_.decide = [this](const RouteQuery&) {
    clock_.advance(50ms);
    return test::decision_for("hours");
  };
  EXPECT_EQ(ask().fault, RouteFault::none);
}

}  // namespace
}  // namespace parley
