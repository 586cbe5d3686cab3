// SPDX-License-Identifier: Apache-2.0
#include "text_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace parley {
namespace {

TEST(TextFile, ReadsWholeFilesUpToTheLimit) {
  const auto path = std::filesystem::temp_directory_path() / "parley_text_file_test.txt";
  std::ofstream(path) << std::string(2048, 'x');
  EXPECT_EQ(read_text_file(path.string(), 2048)->size(), 2048U);
  const auto longer = read_text_file(path.string(), 2047);
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().fault, Fault::exhausted);
  std::filesystem::remove(path);
}

TEST(TextFile, SaysWhatIsWrong) {
  EXPECT_EQ(read_text_file("/nonexistent", 10).error().message, "no such file");
  EXPECT_EQ(read_text_file("/tmp", 10).error().message, "is a directory");
}

}  // namespace
}  // namespace parley
