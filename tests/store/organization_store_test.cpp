// SPDX-License-Identifier: Apache-2.0
#include "parley/store/organization_store.hpp"

#include <chrono>
#include <future>

#include "config/random_organization.hpp"
#include "organization_scene.hpp"
#include "parley/config/load_organizations.hpp"
#include "support/postgres_room.hpp"

namespace parley {
namespace {

using namespace test;

class OrganizationStoreOnPostgres : public OrganizationScene {};

TEST_F(OrganizationStoreOnPostgres, KeepsEveryFieldOfRandomOrganizations) {
  RandomOrganization random(11);
  for (int round = 0; round < 30; ++round) {
    auto organization = random.make();
    organization.key.value = "random-" + std::to_string(round);
    for (auto& number : organization.numbers) number += "-" + std::to_string(round);
    add(organization);
    const auto loaded = load(organization.key);
    EXPECT_EQ(loaded.definition, organization);
    EXPECT_EQ(loaded.version, 1);
    EXPECT_EQ(loaded.tenant_version, 1);
    EXPECT_FALSE(loaded.draft);
  }
}

TEST_F(OrganizationStoreOnPostgres, TheShippedOrganizationsComeBack) {
  const auto files = load_organizations(PARLEY_SOURCE_DIR "/config/organizations");
  ASSERT_TRUE(files.faults.empty());
  ASSERT_FALSE(files.organizations.empty());
  for (const auto& organization : files.organizations) {
    add(organization);
    EXPECT_EQ(load(organization.key).definition, organization);
  }
}

TEST_F(OrganizationStoreOnPostgres, VersionsTellWhoseRowsChanged) {
  using Versions = std::vector<TenantVersion>;
  EXPECT_EQ(*run(store_->versions()), (Versions{{kAlpha, 1}, {kBeta, 1}}));
  ASSERT_TRUE(run(store_->add_pattern(kBeta, simple_pattern("more"), kNote)));
  ASSERT_TRUE(run(store_->add_number(kBeta, "beta-2", kNote)));
  EXPECT_EQ(*run(store_->versions()), (Versions{{kAlpha, 1}, {kBeta, 3}}));
  // What fails changes no version.
  ASSERT_FALSE(run(store_->add_number(kBeta, "alpha", kNote)));
  EXPECT_EQ(*run(store_->versions()), (Versions{{kAlpha, 1}, {kBeta, 3}}));
}

TEST_F(OrganizationStoreOnPostgres, WhatIsAnothersIsNotThere) {
  const auto pattern = pattern_id(kAlpha, "hours");
  const auto number = run(store_->numbers(kAlpha))->front().id;
  EXPECT_EQ(fault_of(run(store_->pattern(kBeta, pattern))), "not_found");
  EXPECT_EQ(fault_of(run(store_->save_pattern(kBeta, pattern, simple_pattern("x"), 1, kNote))), "not_found");
  EXPECT_EQ(fault_of(run(store_->remove_pattern(kBeta, pattern, 1, kNote))), "not_found");
  EXPECT_EQ(fault_of(run(store_->remove_number(kBeta, number, kNote))), "not_found");
  for (const auto& entry : *run(store_->audit(kBeta, 100, ""))) {
    EXPECT_EQ(entry.object.find("alpha"), std::string::npos) << entry.object;
  }
  EXPECT_EQ(load(kAlpha).definition, alpha_);
  const OrganizationKey nobody{"nobody"};
  EXPECT_EQ(fault_of(run(store_->load(nobody))), "not_found");
  EXPECT_EQ(fault_of(run(store_->add_number(nobody, "7", kNote))), "not_found");
  EXPECT_EQ(fault_of(run(store_->patterns(nobody, 10, ""))), "not_found");
  // No key of the row-level security is the key of an organization.
  for (const std::string key : {"", "*"}) EXPECT_EQ(fault_of(run(store_->load(OrganizationKey{key}))), "not_found");
}

TEST_F(OrganizationStoreOnPostgres, IdsThatAreNoneAreNotFound) {
  for (const std::string id : {"", "1", "00000000-0000-0000-0000-000000000000", "' OR true --"}) {
    EXPECT_EQ(fault_of(run(store_->pattern(kAlpha, id))), "not_found") << id;
    EXPECT_EQ(fault_of(run(store_->remove_number(kAlpha, id, kNote))), "not_found") << id;
  }
  EXPECT_EQ(fault_of(run(store_->audit(kAlpha, 10, "x"))), "invalid_input");
}

TEST_F(OrganizationStoreOnPostgres, OfTwoWritersAtOnceOneIsTold) {
  for (int round = 0; round < 20; ++round) {
    const auto version = load(kAlpha).version;
    const auto save = [&](const std::string& greeting) {
      auto changed = alpha_;
      changed.greeting = greeting + std::to_string(round);
      return asked_.loop.run(store_->save_profile(changed, version, kNote));
    };
    auto other = std::async(std::launch::async, [&] {
      AskedDatabase theirs(1);
      const auto store = OrganizationStore::create(*theirs.database, *theirs.clock);
      auto changed = alpha_;
      changed.greeting = "B";
      changed.greeting += std::to_string(round);
      return theirs.loop.run(store->save_profile(changed, version, kNote));
    });
    const auto mine = save("A");
    const auto theirs = other.get();
    ASSERT_NE(mine.has_value(), theirs.has_value());
    EXPECT_EQ(fault_of(mine ? theirs : mine), "conflict");
    const auto now = load(kAlpha);
    EXPECT_EQ(now.version, version + 1);
    EXPECT_EQ(now.definition.greeting, (mine ? "A" : "B") + std::to_string(round));
  }
}

TEST_F(OrganizationStoreOnPostgres, OfTwoThatWantANumberOneGetsIt) {
  for (int round = 0; round < 20; ++round) {
    const auto number = "n" + std::to_string(round);
    auto other = std::async(std::launch::async, [&] {
      AskedDatabase theirs(1);
      const auto store = OrganizationStore::create(*theirs.database, *theirs.clock);
      return theirs.loop.run(store->add_number(kBeta, number, kNote));
    });
    const auto mine = run(store_->add_number(kAlpha, number, kNote));
    const auto theirs = other.get();
    ASSERT_NE(mine.has_value(), theirs.has_value());
    EXPECT_EQ(fault_of(mine ? theirs : mine), "conflict");
  }
}

TEST_F(OrganizationStoreOnPostgres, EveryChangeIsAuditedWithWhatWasAndWhatIs) {
  auto changed = alpha_;
  changed.greeting = "Changed.";
  ASSERT_TRUE(run(store_->save_profile(changed, 1, kNote)));
  const auto added = run(store_->add_pattern(kAlpha, simple_pattern("more"), kNote));
  ASSERT_TRUE(added);
  ASSERT_TRUE(run(store_->save_pattern(kAlpha, added->id, simple_pattern("more", "No."), 1, kNote)));
  ASSERT_TRUE(run(store_->remove_pattern(kAlpha, added->id, 2, kNote)));
  const auto number = run(store_->add_number(kAlpha, "9", {"key 2", "request 2"}));
  ASSERT_TRUE(number);
  ASSERT_TRUE(run(store_->remove_number(kAlpha, number->id, kNote)));
  EXPECT_EQ(actions(kAlpha),
            (std::vector<std::string>{"number.removed", "number.added", "pattern.removed", "pattern.changed",
                                      "pattern.created", "organization.changed", "organization.created"}));
  const auto entries = *run(store_->audit(kAlpha, 100, ""));
  EXPECT_EQ(entries[1].actor, "key 2");
  EXPECT_EQ(entries[1].request_id, "request 2");
  EXPECT_EQ(entries[1].object, "number 9");
  EXPECT_EQ(entries[1].before, "");
  EXPECT_EQ(entries[1].after, R"({"number": "9"})");
  EXPECT_NE(entries[3].before.find("\"Yes.\""), std::string::npos);
  EXPECT_NE(entries[3].after.find("\"No.\""), std::string::npos);
  EXPECT_NE(entries[5].before.find("\"Hello.\""), std::string::npos);
  EXPECT_NE(entries[5].after.find("\"Changed.\""), std::string::npos);
  // Page by page the same.
  const auto page = *run(store_->audit(kAlpha, 3, entries[1].id));
  ASSERT_EQ(page.size(), 3U);
  EXPECT_EQ(page[0].id, entries[2].id);
}

TEST_F(OrganizationStoreOnPostgres, TenThousandPatternsAreLoadedAndNoMoreAreTaken) {
  alpha_.patterns.clear();
  for (int i = 0; i < 10000; ++i) alpha_.patterns.push_back(simple_pattern("p" + std::to_string(i)));
  ASSERT_TRUE(run(store_->replace(alpha_, std::nullopt, kNote)));
  ASSERT_EQ(load(kAlpha).definition, alpha_);
  EXPECT_EQ(fault_of(run(store_->add_pattern(kAlpha, simple_pattern("one-more"), kNote))), "invalid_input");
}

}  // namespace
}  // namespace parley
