// SPDX-License-Identifier: Apache-2.0
#include "spool_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "support/temporary_directory.hpp"

namespace parley::spool_file {
namespace {

TEST(SpoolFile, WritesAndReadsAtAPlace) {
  const test::TemporaryDirectory room;
  const auto path = room.path() / "file";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT, 0600);
  ASSERT_GE(file, 0);
  EXPECT_FALSE(write_at(file, "0123456789", 0, path));
  EXPECT_FALSE(write_at(file, "xy", 4, path));
  ::close(file);
  EXPECT_EQ(*read_at(path, 3, 4), "3xy6");
  EXPECT_EQ(*read_at(path, 8, 100), "89") << "what there is";
  EXPECT_EQ(*read_at(path, 100, 1), "");
}

TEST(SpoolFile, ReplacesTheWholeText) {
  const test::TemporaryDirectory room;
  const auto path = room.path() / "position";
  EXPECT_FALSE(replace_text(path, "a long text"));
  EXPECT_FALSE(replace_text(path, "short"));
  EXPECT_EQ(*read_at(path, 0, 100), "short");
}

TEST(SpoolFile, SaysWhichFileAndWhy) {
  const auto missing = read_at("/nonexistent/file", 0, 1);
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().message, "cannot open /nonexistent/file: No such file or directory");
  EXPECT_TRUE(replace_text("/nonexistent/file", "x"));
  EXPECT_TRUE(sync_directory("/nonexistent"));
}

TEST(SpoolFile, AFullDeviceIsAnError) {
  const int full = ::open("/dev/full", O_WRONLY);
  ASSERT_GE(full, 0);
  const auto problem = write_at(full, "x", 0, "/dev/full");
  ::close(full);
  ASSERT_TRUE(problem);
  EXPECT_NE(problem->message.find("No space left"), std::string::npos);
}

}  // namespace
}  // namespace parley::spool_file
