// SPDX-License-Identifier: Apache-2.0
#include "knowledge_rows.hpp"

#include "knowledge_scene.hpp"
#include "support/postgres_room.hpp"

namespace parley {
namespace {

using namespace test;

class KnowledgeRowsOnPostgres : public KnowledgeScene {};

TEST_F(KnowledgeRowsOnPostgres, WordsAreComparedInTheDictionarysForm) {
  const auto found = asked_.transact(
      kAlpha, [](DatabaseSession& session) { return search_words(session, "parking for dogs, yards"); });
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->version, 2);
  EXPECT_EQ(found->words.asked, (std::vector<std::string>{"dog", "park", "yard"}));
  ASSERT_EQ(found->words.matches.size(), 2U);
  for (const auto& match : found->words.matches) {
    EXPECT_GT(match.rank, 0);
    EXPECT_GT(match.likeness, 0);
    EXPECT_FALSE(match.matched.empty());
  }
}

TEST_F(KnowledgeRowsOnPostgres, AnOrganizationReadsItsOwn) {
  const auto read = [](DatabaseSession& session) { return read_knowledge(session); };
  EXPECT_EQ(asked_.transact(kAlpha, read)->rows.size(), 2U);
  EXPECT_EQ(asked_.transact(kBeta, read)->rows.size(), 1U);
  EXPECT_EQ(asked_.transact(kNobody, read)->rows.size(), 0U);
  EXPECT_EQ(asked_.transact(kBeta, read)->rows[0].lexemes.empty(), false);
}

TEST_F(KnowledgeRowsOnPostgres, TheSearchsWindowIsClosedAgain) {
  const auto seen = asked_.transact(kBeta, [](DatabaseSession& session) {
    (void)session.execute("SELECT count(*) FROM parley_knowledge_search('park yard dogs', 20)");
    return session.execute("SELECT count(*), current_setting('parley.searching', true) FROM knowledge");
  });
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->integer(0, 0), 1);
  EXPECT_EQ(seen->text(0, 1), "off");
}

}  // namespace
}  // namespace parley
