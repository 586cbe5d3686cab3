// SPDX-License-Identifier: Apache-2.0
#include "parley/call/organization_directory.hpp"

#include <gtest/gtest.h>

using namespace parley;

namespace {

ServedOrganization organization(std::string key, std::vector<std::string> numbers) {
  Organization definition;
  definition.key = {std::move(key)};
  definition.numbers = std::move(numbers);
  return {std::make_shared<const Organization>(std::move(definition)), nullptr};
}

TEST(OrganizationDirectory, FindsTheOwnerOfANumber) {
  OrganizationDirectory directory;
  ASSERT_TRUE(directory.serve({organization("a", {"demo", "+15550100"}), organization("b", {"15550200"})}));
  EXPECT_EQ(directory.by_number("demo")->definition->key.value, "a");
  EXPECT_EQ(directory.by_number("Demo")->definition->key.value, "a");
  EXPECT_EQ(directory.by_number("15550100")->definition->key.value, "a") << "trunks leave the plus out";
  EXPECT_EQ(directory.by_number("+15550200")->definition->key.value, "b");
  EXPECT_EQ(directory.by_key({"b"})->definition->numbers.front(), "15550200");
  EXPECT_FALSE(directory.by_key({"c"}));
  EXPECT_FALSE(directory.by_number("nobody"));
  EXPECT_FALSE(directory.by_number(""));
}

TEST(OrganizationDirectory, RefusesANumberThatTwoWantAndKeepsWhatItHad) {
  OrganizationDirectory directory;
  ASSERT_TRUE(directory.serve({organization("a", {"demo"})}));
  const auto refused = directory.serve({organization("b", {"+1555"}), organization("c", {"1555"})});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("'b'"), std::string::npos) << refused.error().message;
  EXPECT_NE(refused.error().message.find("'c'"), std::string::npos) << refused.error().message;
  EXPECT_TRUE(directory.by_number("demo"));
  EXPECT_EQ(directory.size(), 1U);
}

TEST(OrganizationDirectory, RefusesAKeyThatIsThereTwice) {
  OrganizationDirectory directory;
  EXPECT_FALSE(directory.serve({organization("a", {"1"}), organization("a", {"2"})}));
}

TEST(OrganizationDirectory, KnowsAnOrganizationThatIsAlone) {
  OrganizationDirectory directory;
  EXPECT_FALSE(directory.only());
  ASSERT_TRUE(directory.serve({organization("a", {"1"})}));
  EXPECT_EQ(directory.only(), OrganizationKey{"a"});
  ASSERT_TRUE(directory.serve({organization("a", {"1"}), organization("b", {"2"})}));
  EXPECT_FALSE(directory.only());
}

}  // namespace
