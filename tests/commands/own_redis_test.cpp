// SPDX-License-Identifier: Apache-2.0
#include "own_redis.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace parley::commands {
namespace {

TEST(OwnRedis, HasADirectoryOfItsOwnThatGoesWithIt) {
  std::string directory;
  {
    const auto own = OwnRedis::start();
    ASSERT_TRUE(own) << own.error().message;
    ASSERT_TRUE((*own)->url().starts_with("unix:///"));
    directory = std::filesystem::path((*own)->url().substr(7)).parent_path();
    EXPECT_TRUE(std::filesystem::is_directory(directory));
  }
  EXPECT_FALSE(std::filesystem::exists(directory));
}

}  // namespace
}  // namespace parley::commands
