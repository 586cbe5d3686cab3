// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "parley/tenants/tenant_keeper.hpp"
#include "tenants_scene.hpp"

namespace parley::test {
namespace {

TEST(CheckedOrganization, NamesEveryReasonAtOnce) {
  auto broken = definition("demo", "Hello {{nobody_knows}}");
  broken.voice = "nobody";
  const auto checked = check_organization(broken, {"slt"});
  EXPECT_FALSE(checked.served);
  EXPECT_EQ(checked.faults.size(), 2U);
  EXPECT_TRUE(check_organization(definition("demo", "Hello"), {"slt"}).served);
}

TEST(CheckedOrganization, WithoutKnownVoicesAnyNameWillDo) {
  auto organization = definition("demo", "Hello");
  organization.voice = "of another server";
  EXPECT_TRUE(check_organization(organization, {}).served);
}

}  // namespace
}  // namespace parley::test
