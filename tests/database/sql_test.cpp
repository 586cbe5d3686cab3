// SPDX-License-Identifier: Apache-2.0
#include "parley/database/sql.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace parley {
namespace {

TEST(SqlArray, TravelsThereAndBack) {
  const std::vector<std::vector<std::string>> cases{
      {}, {""}, {"a"}, {"a", "b"}, {"a,b", "{c}"}, {"\"", "\\", "\\\""}, {"NULL", " with spaces "}, {"", ""}};
  for (const auto& items : cases) EXPECT_EQ(from_sql_array(to_sql_array(items)), items) << to_sql_array(items);
}

TEST(SqlArray, ReadsWhatTheServerWrites) {
  EXPECT_EQ(from_sql_array("{calls:read,\"two words\",\"say \\\"hi\\\"\"}"),
            (std::vector<std::string>{"calls:read", "two words", "say \"hi\""}));
  EXPECT_TRUE(from_sql_array("{}").empty());
  EXPECT_TRUE(from_sql_array("").empty());
}

TEST(Rows, ReadNumbersTruthAndNothing) {
  const Rows rows({{"12", std::nullopt, "t", "f", "twelve"}}, 1);
  EXPECT_EQ(rows.integer(0, 0), 12);
  EXPECT_EQ(rows.integer(0, 1), 0);
  EXPECT_EQ(rows.text(0, 1), "");
  EXPECT_TRUE(rows.truth(0, 2));
  EXPECT_FALSE(rows.truth(0, 3));
  EXPECT_FALSE(rows.truth(0, 1));
  EXPECT_THROW((void)rows.integer(0, 4), std::logic_error);
}

}  // namespace
}  // namespace parley
