// SPDX-License-Identifier: Apache-2.0
#include "organization_patterns.hpp"

#include "organization_scene.hpp"

namespace parley {
namespace {

using namespace test;

class OrganizationPatternsOnPostgres : public OrganizationScene {};

TEST_F(OrganizationPatternsOnPostgres, AreListedByKeyPageByPage) {
  for (const std::string key : {"d", "b", "c"})
    ASSERT_TRUE(run(store_->add_pattern(kAlpha, simple_pattern(key), kNote)));
  std::vector<std::string> keys;
  std::string cursor;
  for (int pages = 0; pages < 10; ++pages) {
    const auto page = *run(store_->patterns(kAlpha, 2, cursor));
    EXPECT_LE(page.patterns.size(), 2U);
    for (const auto& one : page.patterns) keys.push_back(one.pattern.key);
    if (!page.next_cursor) break;
    cursor = *page.next_cursor;
  }
  EXPECT_EQ(keys, (std::vector<std::string>{"address", "b", "c", "d", "hours"}));
  // Their order in the definition is that of adding.
  const auto definition = load(kAlpha).definition;
  EXPECT_EQ(definition.patterns.front().key, "hours");
  EXPECT_EQ(definition.patterns.back().key, "c");
}

TEST_F(OrganizationPatternsOnPostgres, HaveAVersionEach) {
  const auto id = pattern_id(kAlpha, "hours");
  const auto saved = run(store_->save_pattern(kAlpha, id, simple_pattern("opening", "New."), 1, kNote));
  ASSERT_TRUE(saved) << saved.error().message;
  EXPECT_EQ(saved->version, 2);
  EXPECT_EQ(saved->pattern, simple_pattern("opening", "New."));
  EXPECT_EQ(fault_of(run(store_->save_pattern(kAlpha, id, simple_pattern("x"), 1, kNote))), "conflict");
  EXPECT_EQ(fault_of(run(store_->remove_pattern(kAlpha, id, 1, kNote))), "conflict");
  EXPECT_EQ(run(store_->pattern(kAlpha, pattern_id(kAlpha, "address")))->version, 1);
  ASSERT_TRUE(run(store_->remove_pattern(kAlpha, id, 2, kNote)));
  EXPECT_EQ(fault_of(run(store_->pattern(kAlpha, id))), "not_found");
  EXPECT_EQ(load(kAlpha).definition.patterns.size(), 1U);
}

TEST_F(OrganizationPatternsOnPostgres, KeysAreTakenOnceAnOrganization) {
  EXPECT_EQ(fault_of(run(store_->add_pattern(kAlpha, simple_pattern("hours"), kNote))), "conflict");
  const auto clash =
      run(store_->save_pattern(kAlpha, pattern_id(kAlpha, "hours"), simple_pattern("address"), 1, kNote));
  EXPECT_EQ(clash.error(), (Error{Fault::conflict, "there is a pattern 'address' already"}));
  EXPECT_TRUE(run(store_->add_pattern(kBeta, simple_pattern("only-beta"), kNote)));
}

TEST_F(OrganizationPatternsOnPostgres, ColumnsFollowTheDefinition) {
  auto pattern = simple_pattern("hours", "It's \"quoted\" {{x}} \\ ☎");
  pattern.active = false;
  pattern.examples = {"a,b", "{c}", "\"d\"", "NULL"};
  ASSERT_TRUE(run(store_->save_pattern(kAlpha, pattern_id(kAlpha, "hours"), pattern, 1, kNote)));
  const auto rows = asked_.read(kAlpha, "SELECT active, examples, reply FROM patterns WHERE key = 'hours'");
  ASSERT_TRUE(rows);
  EXPECT_FALSE(rows->truth(0, 0));
  EXPECT_EQ(from_sql_array(rows->text(0, 1)), pattern.examples);
  EXPECT_EQ(rows->text(0, 2), pattern.reply);
  alpha_.patterns = {pattern};
  ASSERT_TRUE(run(store_->replace(alpha_, std::nullopt, kNote)));
  const auto again = asked_.read(kAlpha, "SELECT active, examples, reply FROM patterns WHERE key = 'hours'");
  EXPECT_EQ(from_sql_array(again->text(0, 1)), pattern.examples);
}

}  // namespace
}  // namespace parley
