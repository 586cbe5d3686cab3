// SPDX-License-Identifier: Apache-2.0
#include "parley/store/knowledge_store.hpp"

#include "organization_scene.hpp"

namespace parley {
namespace {

using namespace test;
using Pieces = std::vector<KnowledgePiece>;

class KnowledgeStoreOnPostgres : public OrganizationScene {
 protected:
  Pieces all(const OrganizationKey& key, const std::string& source = "") {
    Pieces pieces;
    const auto page = run(knowledge_->list(key, source, 100, ""));
    if (!page) throw std::runtime_error(page.error().message);
    for (const auto& one : page->pieces) pieces.push_back(one.piece);
    return pieces;
  }

  std::unique_ptr<KnowledgeStore> knowledge_ = KnowledgeStore::create(*asked_.database, *asked_.clock);
  const Pieces handbook_{{"Parking", "In the yard.", "handbook"}, {"Prices", "Five euros, \"all in\".", "handbook"}};
};

TEST_F(KnowledgeStoreOnPostgres, AnImportReplacesItsSourcesAlone) {
  ASSERT_TRUE(run(knowledge_->import(kAlpha, {{"Dogs", "None.", "rules"}}, false, kNote)));
  const auto first = run(knowledge_->import(kAlpha, handbook_, false, kNote));
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(*first, (KnowledgeChange{{"handbook"}, 2, 0}));
  const auto second = run(knowledge_->import(kAlpha, {{"Parking", "In the street.", "handbook"}}, false, kNote));
  EXPECT_EQ(*second, (KnowledgeChange{{"handbook"}, 1, 2}));
  EXPECT_EQ(all(kAlpha), (Pieces{{"Dogs", "None.", "rules"}, {"Parking", "In the street.", "handbook"}}));
  EXPECT_EQ(all(kAlpha, "rules"), (Pieces{{"Dogs", "None.", "rules"}}));
  EXPECT_EQ(actions(kAlpha).front(), "knowledge.imported");
}

TEST_F(KnowledgeStoreOnPostgres, ADryRunChangesNothing) {
  ASSERT_TRUE(run(knowledge_->import(kAlpha, handbook_, false, kNote)));
  EXPECT_EQ(*run(knowledge_->import(kAlpha, {{"New", "x", "handbook"}}, true, kNote)),
            (KnowledgeChange{{"handbook"}, 1, 2}));
  EXPECT_EQ(all(kAlpha), handbook_);
}

TEST_F(KnowledgeStoreOnPostgres, AnOrganizationHasOnlySoMuch) {
  Pieces many(kMostPieces, {"T", "x", "many"});
  ASSERT_TRUE(run(knowledge_->import(kAlpha, many, false, kNote)));
  EXPECT_EQ(fault_of(run(knowledge_->import(kAlpha, handbook_, false, kNote))), "invalid_input");
  EXPECT_TRUE(all(kAlpha, "handbook").empty());
  ASSERT_TRUE(run(knowledge_->import(kAlpha, many, false, kNote)));  // its own are replaced
}

TEST_F(KnowledgeStoreOnPostgres, PagesGoOnAfterTheLastId) {
  ASSERT_TRUE(run(knowledge_->import(kAlpha, handbook_, false, kNote)));
  const auto first = run(knowledge_->list(kAlpha, "", 1, ""));
  ASSERT_TRUE(first->next_cursor);
  const auto second = run(knowledge_->list(kAlpha, "", 1, *first->next_cursor));
  EXPECT_EQ(second->pieces.at(0).piece, handbook_[1]);
  EXPECT_FALSE(second->next_cursor);
  EXPECT_EQ(fault_of(run(knowledge_->list(kAlpha, "", 1, "nonsense"))), "invalid_input");
}

TEST_F(KnowledgeStoreOnPostgres, WhatIsAnothersIsNotThere) {
  ASSERT_TRUE(run(knowledge_->import(kAlpha, handbook_, false, kNote)));
  EXPECT_TRUE(all(kBeta).empty());
  EXPECT_EQ(fault_of(run(knowledge_->remove(kBeta, "handbook", kNote))), "not_found");
  ASSERT_TRUE(run(knowledge_->import(kBeta, {{"A", "b", "handbook"}}, false, kNote)));
  EXPECT_EQ(all(kAlpha), handbook_);
  EXPECT_EQ(fault_of(run(knowledge_->list(OrganizationKey{"nobody"}, "", 1, ""))), "not_found");
  EXPECT_EQ(fault_of(run(knowledge_->import(OrganizationKey{"nobody"}, handbook_, false, kNote))), "not_found");
}

TEST_F(KnowledgeStoreOnPostgres, ASourceIsRemovedWhole) {
  ASSERT_TRUE(run(knowledge_->import(kAlpha, handbook_, false, kNote)));
  EXPECT_EQ(*run(knowledge_->remove(kAlpha, "handbook", kNote)), (KnowledgeChange{{"handbook"}, 0, 2}));
  EXPECT_TRUE(all(kAlpha).empty());
  EXPECT_EQ(fault_of(run(knowledge_->remove(kAlpha, "handbook", kNote))), "not_found");
  EXPECT_EQ(actions(kAlpha).front(), "knowledge.removed");
}

TEST_F(KnowledgeStoreOnPostgres, KnowledgeDoesNotChangeWhatIsServed) {
  const auto before = load(kAlpha).tenant_version;
  ASSERT_TRUE(run(knowledge_->import(kAlpha, handbook_, false, kNote)));
  EXPECT_EQ(load(kAlpha).tenant_version, before);
}

}  // namespace
}  // namespace parley
