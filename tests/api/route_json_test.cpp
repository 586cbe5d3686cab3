// SPDX-License-Identifier: Apache-2.0
#include "route_json.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(RouteJson, SaysWhyCandidatesLost) {
  RouteDecision decision;
  decision.layer = RouteLayer::rules;
  decision.method = RouteMethod::exact;
  decision.pattern = "hours";
  decision.candidates = {{"hours", RouteMethod::exact, 1},
                         {"hours", RouteMethod::keyword, 0.9},
                         {"address", RouteMethod::keyword, 0.8},
                         {"price", RouteMethod::meaning, 0.3, "its score is below 0.4"}};
  const auto json = route_json(decision);
  EXPECT_EQ(json["layer"], "1a");
  EXPECT_TRUE(json["candidates"][0]["lost"].is_null());
  EXPECT_EQ(json["candidates"][1]["lost"], "answered already");
  EXPECT_EQ(json["candidates"][2]["lost"], "hours is surer");
  EXPECT_EQ(json["candidates"][3]["lost"], "its score is below 0.4");
  EXPECT_TRUE(json["refusal"].is_null());
  decision.pattern.clear();
  EXPECT_EQ(route_json(decision)["candidates"][2]["lost"], "nothing was sure enough");
}

TEST(RouteJson, TellsGatesAndRefusals) {
  RouteDecision decision;
  decision.refusal = Refusal::blocked;
  decision.shadow = "hours";
  decision.gates = {{"scope", 0.5, 0.4, true}, {"guard", 0, 1, false, "another number"}};
  const auto json = route_json(decision);
  EXPECT_EQ(json["refusal"], "blocked");
  EXPECT_EQ(json["shadow"], "hours");
  EXPECT_TRUE(json["pattern"].is_null());
  EXPECT_TRUE(json["gates"][0]["reason"].is_null());
  EXPECT_EQ(json["gates"][1]["reason"], "another number");
}

}  // namespace
}  // namespace parley
