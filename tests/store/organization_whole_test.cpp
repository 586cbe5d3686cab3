// SPDX-License-Identifier: Apache-2.0
#include "organization_whole.hpp"

#include "organization_scene.hpp"

namespace parley {
namespace {

using namespace test;

class OrganizationWholeOnPostgres : public OrganizationScene {};

TEST_F(OrganizationWholeOnPostgres, KeysAndNumbersBelongToOneOnly) {
  EXPECT_EQ(fault_of(run(store_->create_organization(simple_organization("alpha", {}), kNote))), "conflict");
  const auto taken = run(store_->create_organization(simple_organization("gamma", {"gamma", "15550177"}), kNote));
  EXPECT_EQ(fault_of(taken), "conflict");
  EXPECT_EQ(taken.error().message, "the number '15550177' is taken");
  EXPECT_EQ(fault_of(run(store_->load(OrganizationKey{"gamma"}))), "not_found");  // nothing is left of it
  EXPECT_EQ(fault_of(run(store_->create_organization(simple_organization("Not a key", {}), kNote))), "invalid_input");
}

TEST_F(OrganizationWholeOnPostgres, ReplacingKeepsThePatternsThatStay) {
  alpha_.patterns = {simple_pattern("a"), simple_pattern("b"), simple_pattern("c")};
  ASSERT_TRUE(run(store_->replace(alpha_, 1, kNote)));
  const auto before = *run(store_->patterns(kAlpha, 10, ""));
  alpha_.patterns = {simple_pattern("d"), simple_pattern("c", "New."), simple_pattern("a")};
  alpha_.numbers = {"+15550177", "alpha-2"};
  alpha_.name = "Renamed";
  ASSERT_TRUE(run(store_->replace(alpha_, 2, kNote)));
  const auto now = load(kAlpha);
  EXPECT_EQ(now.definition, alpha_);
  EXPECT_EQ(now.tenant_version, 3);
  EXPECT_EQ(now.version, 2);  // the profile changed once: the first time only patterns did
  const auto after = *run(store_->patterns(kAlpha, 10, ""));
  ASSERT_EQ(after.patterns.size(), 3U);
  EXPECT_EQ(after.patterns[0].id, before.patterns[0].id);
  EXPECT_EQ(after.patterns[0].version, 1);  // "a" moved, nothing else
  EXPECT_EQ(after.patterns[1].id, before.patterns[2].id);
  EXPECT_EQ(after.patterns[1].version, 2);  // "c" says something else
  EXPECT_EQ(after.patterns[2].version, 1);
}

TEST_F(OrganizationWholeOnPostgres, StaleVersionsChangeNothing) {
  auto changed = alpha_;
  changed.greeting = "Changed.";
  EXPECT_EQ(fault_of(run(store_->replace(changed, 7, kNote))), "conflict");
  EXPECT_EQ(fault_of(run(store_->save_profile(changed, 7, kNote))), "conflict");
  EXPECT_EQ(fault_of(run(store_->remove(kAlpha, 7, kNote))), "conflict");
  EXPECT_EQ(load(kAlpha).definition, alpha_);
  EXPECT_EQ(load(kAlpha).tenant_version, 1);
  EXPECT_EQ(actions(kAlpha), std::vector<std::string>{"organization.created"});
}

TEST_F(OrganizationWholeOnPostgres, ProfilesAreSavedWithoutNumbersAndPatterns) {
  auto changed = alpha_;
  changed.greeting = "Changed.";
  changed.numbers.clear();
  changed.patterns.clear();
  const auto version = run(store_->save_profile(changed, 1, kNote));
  ASSERT_TRUE(version) << version.error().message;
  EXPECT_EQ(*version, 2);
  auto expected = alpha_;
  expected.greeting = "Changed.";
  EXPECT_EQ(load(kAlpha).definition, expected);
}

TEST_F(OrganizationWholeOnPostgres, ReplacingTakesNoNumberOfAnother) {
  alpha_.numbers.push_back("BETA");
  const auto taken = run(store_->replace(alpha_, std::nullopt, kNote));
  EXPECT_EQ(fault_of(taken), "conflict");
  EXPECT_EQ(taken.error().message.find("organization"), std::string::npos);
  EXPECT_EQ(load(kAlpha).definition.numbers.size(), 2U);
}

TEST_F(OrganizationWholeOnPostgres, WhatIsRemovedIsGoneAndRememberedByTheInstallation) {
  ASSERT_TRUE(run(store_->remove(kAlpha, 1, kNote)));
  EXPECT_EQ(fault_of(run(store_->load(kAlpha))), "not_found");
  EXPECT_EQ(run(store_->versions())->size(), 1U);
  EXPECT_EQ(load(kBeta).definition, beta_);
  ASSERT_TRUE(run(store_->add_number(kBeta, "+15550177", kNote)));  // free again
  const auto left = asked_.read(kInstallation, "SELECT action, object, before->>'greeting' FROM audit_log ORDER BY id");
  ASSERT_TRUE(left);
  ASSERT_EQ(left->size(), 2U);
  EXPECT_EQ(left->text(1, 0), "organization.removed");
  EXPECT_EQ(left->text(1, 1), "organization alpha");
  EXPECT_EQ(left->text(1, 2), "Hello.");
}

}  // namespace
}  // namespace parley
