// SPDX-License-Identifier: Apache-2.0
#include "router_reader.hpp"

#include <gtest/gtest.h>

#include "parley/config/organization_document.hpp"

namespace parley {
namespace {

struct Read {
  RouterFlags flags;
  std::vector<std::string> faults;
};

Read read(std::string_view yaml) {
  Read result;
  std::vector<OrganizationFault> found;
  FaultList faults("o.yaml", found);
  const auto tree = parse_yaml(yaml);
  read_router(tree.root, faults, result.flags);
  for (const auto& fault : found) result.faults.push_back(fault.message);
  return result;
}

TEST(RouterReader, TakesEveryFlag) {
  const auto result = read(R"(
enabled: false
shadow: true
debug: true
learn: false
targets: { harmless: 0.9, sensitive: 0.995 }
extra_scope: 0.05
extra_margin: 0.1
min_confidence_to_learn: 0.95
rollout: { percentage: 12.5, whitelist: ["+15550100"], blacklist: ["demo"] }
)");
  EXPECT_EQ(result.faults, std::vector<std::string>{});
  RouterFlags expected;
  expected.enabled = false;
  expected.shadow = true;
  expected.debug = true;
  expected.learn = false;
  expected.harmless_target = 0.9;
  expected.sensitive_target = 0.995;
  expected.extra_scope = 0.05;
  expected.extra_margin = 0.1;
  expected.min_confidence_to_learn = 0.95;
  expected.rollout = {12.5, {"+15550100"}, {"demo"}};
  EXPECT_EQ(result.flags, expected);
}

TEST(RouterReader, EveryBoundIsChecked) {
  struct Case {
    const char* yaml;
    const char* fault;
  };
  for (const auto& [yaml, fault] : std::vector<Case>{
           {"enabled: maybe", "in router: 'enabled' must be true or false"},
           {"targets: { usual: 0.49 }", "in router.targets: 'usual' must be a number from 0.5 to 0.999"},
           {"targets: { usual: 1 }", "in router.targets: 'usual' must be a number from 0.5 to 0.999"},
           {"targets: { careful: 0.9 }", "in router.targets: unknown key 'careful'"},
           {"targets: 0.9", "in router: 'targets' must be keys with values, not a text"},
           {"extra_scope: -0.1", "in router: 'extra_scope' must be a number from 0 to 1"},
           {"extra_margin: 1.1", "in router: 'extra_margin' must be a number from 0 to 1"},
           {"min_confidence_to_learn: 0.4", "in router: 'min_confidence_to_learn' must be a number from 0.5 to 1"},
           {"rollout: { percentage: 101 }", "in router.rollout: 'percentage' must be a number from 0 to 100"},
           {"rollout: { whitelist: [\"a b\"] }",
            "in router.rollout: 'whitelist' holds 'a b'; 1 to 64 letters, digits and +*#._- are allowed"},
           {"rollout: { blacklist: 5 }", "in router.rollout: 'blacklist' must be a list, not a text"},
           {"rollout: { percent: 5 }", "in router.rollout: unknown key 'percent'"},
           {"treshold: 5", "in router: unknown key 'treshold'"},
       }) {
    const auto result = read(yaml);
    EXPECT_EQ(result.faults, std::vector<std::string>{fault}) << yaml;
  }
}

TEST(RouterReader, AbsentOrNullIsAsByDefault) {
  EXPECT_EQ(read("targets: { usual: null }\nextra_scope: null\nrollout: null").flags, RouterFlags{});
  const auto old = parse_organization_json(R"({"organization":{"key":"a","name":"A"},"numbers":["1"]})");
  EXPECT_TRUE(old.faults.empty());
  EXPECT_EQ(old.organization.router, RouterFlags{}) << "rows of before this key";
}

}  // namespace
}  // namespace parley
