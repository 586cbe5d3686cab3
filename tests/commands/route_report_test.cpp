// SPDX-License-Identifier: Apache-2.0
#include "route_report.hpp"

#include <gtest/gtest.h>

namespace parley::commands {
namespace {

RouteDecision meant() {
  RouteDecision decision;
  decision.layer = RouteLayer::meaning;
  decision.method = RouteMethod::meaning;
  decision.pattern = "hours";
  decision.confidence = 0.98;
  decision.saved_usd = 0.25;
  decision.candidates = {{"hours", RouteMethod::meaning, 0.875}, {"address", RouteMethod::meaning, 0.125, "too far"}};
  decision.normalised = "when are you there";
  decision.gates = {{"scope", 0.875, 0.5, true}, {"guard", 0, 1, false, "a number"}};
  decision.evidence = "90 own examples";
  return decision;
}

TEST(RouteReport, TextHasALineForEverything) {
  EXPECT_EQ(route_text(meant()),
            "normalised  when are you there\n"
            "decision    hours by meaning, layer 1b, confidence 0.980\n"
            "candidate   hours    meaning  0.875\n"
            "candidate   address  meaning  0.125  too far\n"
            "gate        scope      0.875 of 0.500  passed\n"
            "gate        guard      0.000 of 1.000  failed, a number\n"
            "evidence    90 own examples\n");
}

TEST(RouteReport, JsonHasAllKeysAndNullForWhatIsAbsent) {
  const auto json = route_json(meant());
  EXPECT_EQ(json.dump(),
            R"({"layer":"1b","method":"meaning","pattern":"hours","confidence":0.98,"refusal":null,"candidates":)"
            R"([{"pattern":"hours","method":"meaning","confidence":0.875,"lost":null},)"
            R"({"pattern":"address","method":"meaning","confidence":0.125,"lost":"too far"}],"gates":)"
            R"([{"name":"scope","value":0.875,"threshold":0.5,"passed":true,"reason":null},)"
            R"({"name":"guard","value":0.0,"threshold":1.0,"passed":false,"reason":"a number"}],)"
            R"("shadow":null,"evidence":"90 own examples","cost_usd":0.0,"saved_usd":0.25})");
  const auto nothing = route_json(RouteDecision{});
  EXPECT_TRUE(nothing["pattern"].is_null());
  EXPECT_EQ(nothing["candidates"].dump() + nothing["gates"].dump(), "[][]");
}

TEST(RouteReport, SaysWhyACandidateLostThatTheRouterSaysNothingOf) {
  auto decision = meant();
  decision.layer = RouteLayer::rules;
  decision.method = RouteMethod::exact;
  decision.candidates = {
      {"hours", RouteMethod::exact, 1}, {"hours", RouteMethod::meaning, 1}, {"price", RouteMethod::keyword, 0.5}};
  auto lost = route_json(decision)["candidates"];
  EXPECT_TRUE(lost[0]["lost"].is_null());
  EXPECT_EQ(lost[1]["lost"], "answered already");
  EXPECT_EQ(lost[2]["lost"], "hours is surer");
  decision.pattern.clear();
  EXPECT_EQ(route_json(decision)["candidates"][2]["lost"], "nothing was sure enough");
}

TEST(RouteReport, TellsRefusalsSilenceAndWhatOnlyWatches) {
  RouteDecision decision;
  EXPECT_EQ(route_text(decision), "decision    no pattern answers, layer fallback\n");
  decision.shadow = "hours";
  EXPECT_NE(route_text(decision).find("shadow      hours would answer"), std::string::npos);
  decision.layer = RouteLayer::validation;
  decision.refusal = Refusal::too_long;
  EXPECT_EQ(route_text(decision).substr(0, 41), "decision    refused as too_long, layer 0\n");
  EXPECT_EQ(route_json(decision)["refusal"], "too_long");
}

}  // namespace
}  // namespace parley::commands
