// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "parley/database/database.hpp"

namespace parley {
namespace {

TEST(DatabaseUrl, IsTakenInLibpqsForms) {
  for (const std::string url : {"postgresql://parley@/parley?host=/run/postgresql", "postgres://a:b@c:5432/d",
                                "host=/tmp dbname=parley user=parley", "postgresql://a@one,two/d"}) {
    EXPECT_EQ(check_database_url(url), std::nullopt) << url;
  }
}

TEST(DatabaseUrl, IsRefusedWithoutBeingRepeated) {
  for (const std::string url :
       {"", "postgresql://a:s3cr3t@[::1/d", "mysql://a:s3cr3t@b/c", "postgresql://a:s3cr3t%zz@b/c"}) {
    const auto fault = check_database_url(url);
    ASSERT_TRUE(fault) << url;
    EXPECT_EQ(fault->find("s3cr3t"), std::string::npos) << *fault;
  }
}

TEST(DatabaseUrl, NamesItsRole) {
  EXPECT_EQ(role_of_database_url("postgresql://par%20ley:s3cr3t@host/db"), "par ley");
  EXPECT_EQ(role_of_database_url("user=serving host=/tmp"), "serving");
  EXPECT_EQ(role_of_database_url("postgresql://host/db"), "");
  EXPECT_EQ(role_of_database_url("mysql://a@b"), "");
}

}  // namespace
}  // namespace parley
