// SPDX-License-Identifier: Apache-2.0
#include "http_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace parley {
namespace {

TEST(OpenedFile, ReadsAnywhereAndKeepsItsSize) {
  const std::string path = ::testing::TempDir() + "opened_file_test.bin";
  std::ofstream(path) << "0123456789";
  const auto file = OpenedFile::open(path);
  ASSERT_TRUE(file);
  std::ofstream(path, std::ios::app) << "more";
  EXPECT_EQ(file->size(), 10U);
  std::array<char, 4> place{};
  EXPECT_EQ(file->read_at(3, place), 4U);
  EXPECT_EQ(std::string(place.data(), 4), "3456");
  EXPECT_EQ(file->read_at(14, place), 0U);
  std::filesystem::remove(path);
}

TEST(OpenedFile, OpensRegularFilesOnly) {
  EXPECT_EQ(OpenedFile::open("/nonexistent").error().fault, Fault::not_found);
  EXPECT_FALSE(OpenedFile::open("/tmp"));
  const std::string pipe = ::testing::TempDir() + "opened_file_test.pipe";
  ::mkfifo(pipe.c_str(), 0600);
  EXPECT_FALSE(OpenedFile::open(pipe));  // must not wait for a writer either
  std::filesystem::remove(pipe);
}

}  // namespace
}  // namespace parley
