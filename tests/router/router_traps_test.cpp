// SPDX-License-Identifier: Apache-2.0
// Questions that only look like those of a pattern (traps.csv, written apart from the rules): none may be answered.
#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <map>

#include "demo_organization.hpp"
#include "parley/router/intent_router.hpp"

namespace parley {
namespace {

const std::string kRoot = PARLEY_SOURCE_DIR;

struct Trap {
  std::string organization;
  std::string text;
  std::string tempting;
};

std::vector<Trap> read_traps() {
  std::ifstream file(kRoot + "/tests/router/traps.csv");
  std::vector<Trap> traps;
  std::string line;
  std::getline(file, line);  // the names of the columns
  while (std::getline(file, line)) {
    const auto first = line.find(',');
    const auto last = line.rfind(',');
    if (first == std::string::npos || first == last) {
      ADD_FAILURE() << line;
      continue;
    }
    traps.push_back({line.substr(0, first), line.substr(first + 1, last - first - 1), line.substr(last + 1)});
  }
  return traps;
}

std::shared_ptr<const IntentRouter> router_of(const std::string& organization) {
  const auto path = organization == "demo" ? kRoot + "/config/organizations/demo.yaml"
                                           : kRoot + "/config/domains/" + organization + ".yaml";
  if (!std::filesystem::exists(path)) return nullptr;
  const auto made = create_rule_router(test::DemoReader::read(path));
  if (made) return *made;
  ADD_FAILURE() << made.error().message;
  return nullptr;
}

// Answered rightly, by another pattern than the tempting one.
bool right_besides(const std::string& text, const std::string& pattern) {
  return text == "by the way my heater makes a noise" && pattern == "breakdown";
}

TEST(RouterTraps, AtMostOneOfThreeHundredFires) {
  const auto traps = read_traps();
  ASSERT_GE(traps.size(), 300U);
  std::map<std::string, std::shared_ptr<const IntentRouter>> routers;
  std::size_t asked = 0;
  std::size_t fired = 0;
  for (const auto& [organization, text, tempting] : traps) {
    auto [router, fresh] = routers.try_emplace(organization);
    if (fresh) router->second = router_of(organization);
    if (!router->second) continue;
    ++asked;
    const auto decision = router->second->route({text, 1.0});
    if (decision.pattern.empty() || right_besides(text, decision.pattern)) continue;
    ++fired;
    std::cout << "  " << organization << ": \"" << text << "\" -> " << decision.pattern << " ("
              << to_string(decision.method) << ")\n";
  }
  std::cout << fired << " of " << asked << " traps fire\n";
  EXPECT_LE(fired, 1U);
}

}  // namespace
}  // namespace parley
