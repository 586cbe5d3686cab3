// SPDX-License-Identifier: Apache-2.0
#include "configuration_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "parley/config/load_organizations.hpp"

namespace parley {
namespace {

TEST(ConfigurationText, ReadsBackWithItsLines) {
  Organization demo;
  demo.key = {"demo"};
  demo.name = "Demo";
  demo.numbers = {"demo"};
  const auto text = write_configuration(demo);
  EXPECT_TRUE(text.starts_with("schema: 1\n"));
  const auto read = read_configuration(text);
  ASSERT_TRUE(read);
  const auto parsed = parse_organization(*read, "f");
  EXPECT_TRUE(parsed.faults.empty());
  EXPECT_EQ(parsed.organization, demo);
  EXPECT_EQ(std::count(read->begin(), read->end(), '\n'), std::count(text.begin(), text.end(), '\n'));
}

TEST(ConfigurationText, OfAnotherVersionIsRefused) {
  EXPECT_FALSE(read_configuration("schema: 2\norganization: {}\n"));
  EXPECT_FALSE(read_configuration("# exported\nschema: one\n"));
  EXPECT_EQ(*read_configuration("organization: {}"), "organization: {}") << "a file that a person wrote";
  EXPECT_EQ(*read_configuration("a:\n  schema: 9\n"), "a:\n  schema: 9\n") << "only at the top";
  EXPECT_EQ(*read_configuration(""), "");
}

}  // namespace
}  // namespace parley
