// SPDX-License-Identifier: Apache-2.0
#include "parley/api/scope.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(Scopes, EveryNameReadsBack) {
  for (const auto scope : kScopes) EXPECT_EQ(parse_scope(to_string(scope)), scope) << to_string(scope);
  EXPECT_EQ(parse_scope("calls"), std::nullopt);
  EXPECT_EQ(parse_scope(""), std::nullopt);
}

TEST(Scopes, AnOrganizationHasAllButTheNode) {
  const auto organization = Scopes::of_organization();
  const auto installation = Scopes::of_installation();
  for (const auto scope : kScopes) {
    EXPECT_TRUE(installation.has(scope));
    EXPECT_EQ(organization.has(scope), scope != Scope::node_manage) << to_string(scope);
  }
}

TEST(Scopes, NamesThatNobodyKnowsOpenNothing) {
  const auto scopes = Scopes::of({"calls:read", "everything", "Calls:Act"});
  EXPECT_EQ(scopes.names(), std::vector<std::string>{"calls:read"});
}

}  // namespace
}  // namespace parley
