// SPDX-License-Identifier: Apache-2.0
#include "organization_drafts.hpp"

#include "organization_scene.hpp"

namespace parley {
namespace {

using namespace test;

class OrganizationDraftsOnPostgres : public OrganizationScene {
 protected:
  OrganizationDraftsOnPostgres() {
    draft_.greeting = "Tried.";
    draft_.numbers = {"alpha-test"};
    draft_.patterns.push_back(simple_pattern("new"));
  }

  Organization draft_ = alpha_;
};

TEST_F(OrganizationDraftsOnPostgres, AreKeptBesideWhatIsPublished) {
  const auto version = run(store_->save_draft(draft_, std::nullopt, kNote));
  ASSERT_TRUE(version) << version.error().message;
  EXPECT_EQ(*version, 1);
  const auto stored = load(kAlpha);
  EXPECT_EQ(stored.definition, alpha_);
  ASSERT_TRUE(stored.draft);
  auto expected = draft_;
  expected.draft = true;
  EXPECT_EQ(stored.draft->definition, expected);
  EXPECT_EQ(stored.version, 1);
  EXPECT_EQ(stored.tenant_version, 2);
  EXPECT_EQ(run(store_->numbers(kAlpha))->size(), 2U);  // those of the draft are its own
}

TEST_F(OrganizationDraftsOnPostgres, VersionsKeepWritersApart) {
  ASSERT_TRUE(run(store_->save_draft(draft_, std::nullopt, kNote)));
  EXPECT_EQ(fault_of(run(store_->save_draft(draft_, std::nullopt, kNote))), "conflict");
  EXPECT_EQ(fault_of(run(store_->save_draft(draft_, 2, kNote))), "conflict");
  draft_.greeting = "Tried again.";
  EXPECT_EQ(*run(store_->save_draft(draft_, 1, kNote)), 2);
  EXPECT_EQ(fault_of(run(store_->publish_draft(kAlpha, 1, kNote))), "conflict");
  EXPECT_EQ(fault_of(run(store_->save_draft(beta_, 1, kNote))), "conflict");  // there is none yet
}

TEST_F(OrganizationDraftsOnPostgres, PublishingReplacesAllButTheNumbers) {
  ASSERT_TRUE(run(store_->save_draft(draft_, std::nullopt, kNote)));
  ASSERT_TRUE(run(store_->publish_draft(kAlpha, 1, kNote)));
  const auto stored = load(kAlpha);
  auto expected = draft_;
  expected.numbers = alpha_.numbers;
  EXPECT_EQ(stored.definition, expected);
  EXPECT_FALSE(stored.draft);
  EXPECT_EQ(stored.version, 2);
  EXPECT_EQ(actions(kAlpha), (std::vector<std::string>{"draft.published", "draft.created", "organization.created"}));
  EXPECT_TRUE(run(store_->add_number(kBeta, "alpha-test", kNote)));  // free again
  EXPECT_EQ(fault_of(run(store_->publish_draft(kAlpha, 1, kNote))), "not_found");
}

TEST_F(OrganizationDraftsOnPostgres, DroppingLeavesNothingOfThem) {
  ASSERT_TRUE(run(store_->save_draft(draft_, std::nullopt, kNote)));
  ASSERT_TRUE(run(store_->drop_draft(kAlpha, kNote)));
  EXPECT_FALSE(load(kAlpha).draft);
  EXPECT_EQ(load(kAlpha).definition, alpha_);
  EXPECT_TRUE(run(store_->add_number(kBeta, "alpha-test", kNote)));
  EXPECT_EQ(fault_of(run(store_->drop_draft(kAlpha, kNote))), "not_found");
}

TEST_F(OrganizationDraftsOnPostgres, TestNumbersBelongToOneOnly) {
  for (const std::string number : {"beta", "Alpha"}) {
    draft_.numbers = {number};
    EXPECT_EQ(fault_of(run(store_->save_draft(draft_, std::nullopt, kNote))), "conflict") << number;
    EXPECT_FALSE(load(kAlpha).draft);
  }
}

}  // namespace
}  // namespace parley
