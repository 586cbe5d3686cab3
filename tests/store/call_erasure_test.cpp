// SPDX-License-Identifier: Apache-2.0
#include "call_erasure.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_directory.hpp"

namespace parley {
namespace {

TEST(DeleteRecording, DeletesFilesBelowTheDirectoryAlone) {
  const test::TemporaryDirectory room;
  const auto directory = room.path() / "recordings";
  std::filesystem::create_directories(directory / "more");
  const auto file = [](const std::filesystem::path& path) {
    std::ofstream(path) << "sound";
    return path.string();
  };
  EXPECT_TRUE(delete_recording(directory, file(directory / "1.wav")));
  EXPECT_FALSE(std::filesystem::exists(directory / "1.wav"));
  EXPECT_TRUE(delete_recording(directory, file(directory / "more" / "2.wav")));
  EXPECT_FALSE(delete_recording(directory, (directory / "1.wav").string())) << "it is gone already";

  const auto outside = file(room.path() / "secret");
  const auto neighbour = room.path() / "recordings-of-others";
  std::filesystem::create_directories(neighbour);
  std::filesystem::create_symlink(outside, directory / "link.wav");
  for (const auto& path :
       {outside, (directory / ".." / "secret").string(), file(neighbour / "3.wav"), (directory / "link.wav").string(),
        directory.string(), (directory / "more").string(), std::string(), std::string("relative.wav")}) {
    EXPECT_FALSE(delete_recording(directory, path)) << path;
  }
  EXPECT_TRUE(std::filesystem::exists(outside));
  EXPECT_FALSE(delete_recording("", outside));
}

}  // namespace
}  // namespace parley
