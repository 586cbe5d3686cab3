// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "surroundings.hpp"

namespace parley::commands {
namespace {

TEST(BenchPoison, WrongAnswersGoOffWithAnAlertAndRightOnesStay) {
  test::Process process;
  ASSERT_EQ(bench({"poison", "--runs", "200", "--json"}, process.surroundings), 0) << process.err.str();
  std::map<std::string, double> found;
  const auto json = nlohmann::json::parse(process.out.str());
  for (const auto& result : json.at("results")) found[result.at("metric")] = result.at("value");
  EXPECT_GE(found.at("poison.off_within_20_uses"), 0.95);
  EXPECT_DOUBLE_EQ(found.at("poison.alerted"), 1);
  EXPECT_LE(found.at("poison.right_switched_off"), 0.01);
  EXPECT_NE(process.err.str().find("success rate"), std::string::npos) << process.err.str();
}

}  // namespace
}  // namespace parley::commands
