// SPDX-License-Identifier: Apache-2.0
#include "organization_numbers.hpp"

#include "organization_scene.hpp"

namespace parley {
namespace {

using namespace test;

class OrganizationNumbersOnPostgres : public OrganizationScene {};

TEST(DialledForm, IsOneForEveryWayToWriteANumber) {
  EXPECT_EQ(dialled_form("+15550177"), "15550177");
  EXPECT_EQ(dialled_form("15550177"), "15550177");
  EXPECT_EQ(dialled_form("Demo"), "demo");
  EXPECT_EQ(dialled_form(""), "");
}

TEST_F(OrganizationNumbersOnPostgres, NumbersComeInTheOrderInWhichTheyWereAdded) {
  ASSERT_TRUE(run(store_->add_number(kAlpha, "zz", kNote)));
  ASSERT_TRUE(run(store_->add_number(kAlpha, "aa", kNote)));
  std::vector<std::string> numbers;
  for (const auto& one : *run(store_->numbers(kAlpha))) numbers.push_back(one.number);
  EXPECT_EQ(numbers, (std::vector<std::string>{"alpha", "+15550177", "zz", "aa"}));
  EXPECT_EQ(load(kAlpha).definition.numbers, numbers);
}

TEST_F(OrganizationNumbersOnPostgres, TakenAndImpossibleNumbersAreRefused) {
  for (const std::string number : {"15550177", "+15550177", "ALPHA"}) {
    EXPECT_EQ(fault_of(run(store_->add_number(kAlpha, number, kNote))), "conflict") << number;
    const auto theirs = run(store_->add_number(kBeta, number, kNote));
    EXPECT_EQ(theirs.error(), (Error{Fault::conflict, "the number '" + number + "' is taken"}));
  }
  for (const std::string number : {"", "a b", "\"", "a\nb"}) {
    EXPECT_EQ(fault_of(run(store_->add_number(kAlpha, number, kNote))), "invalid_input") << number;
  }
}

TEST_F(OrganizationNumbersOnPostgres, ARemovedNumberIsFreeForOthers) {
  const auto id = run(store_->numbers(kAlpha))->front().id;
  ASSERT_TRUE(run(store_->remove_number(kAlpha, id, kNote)));
  EXPECT_EQ(fault_of(run(store_->remove_number(kAlpha, id, kNote))), "not_found");
  EXPECT_TRUE(run(store_->add_number(kBeta, "alpha", kNote)));
}

TEST_F(OrganizationNumbersOnPostgres, ANumberCanBeWrittenDifferently) {
  alpha_.numbers = {"Alpha", "15550177"};
  ASSERT_TRUE(run(store_->replace(alpha_, std::nullopt, kNote)));
  EXPECT_EQ(load(kAlpha).definition.numbers, alpha_.numbers);
}

}  // namespace
}  // namespace parley
