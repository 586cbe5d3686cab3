// SPDX-License-Identifier: Apache-2.0
#include "parley/store/key_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

namespace parley {
namespace {

class KeyFile : public ::testing::Test {
 protected:
  KeyFile() : directory_(::testing::TempDir() + "key_file_" + std::to_string(::getpid())) {}
  ~KeyFile() override { std::filesystem::remove_all(directory_); }

  mode_t mode() const {
    struct stat status {};
    ::stat(path().c_str(), &status);
    return status.st_mode & 0777;
  }
  std::string path() const { return directory_ + "/state/demo.key"; }

  std::string directory_;
};

TEST_F(KeyFile, IsMadeOnceAndThenStays) {
  const auto made = load_or_make_key(path());
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->size(), 7U + 48U);
  EXPECT_EQ(mode(), 0600U);
  EXPECT_EQ(*load_or_make_key(path()), *made);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory_ + "/state"), {}), 1)
      << "something was left aside";
}

TEST_F(KeyFile, TwoInstallationsDiffer) {
  const auto first = *load_or_make_key(path());
  std::filesystem::remove(path());
  EXPECT_NE(*load_or_make_key(path()), first);
}

TEST_F(KeyFile, EveryoneWhoStartsAtOnceGetsTheSameKey) {
  std::vector<std::string> keys(8);
  std::vector<std::thread> threads;
  for (auto& key : keys) threads.emplace_back([this, &key] { key = *load_or_make_key(path()); });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), 1U);
}

TEST_F(KeyFile, AModeThatLetsOthersReadIsMended) {
  std::filesystem::create_directories(directory_ + "/state");
  std::ofstream(path()) << "a-key-that-a-person-wrote\n";
  ::chmod(path().c_str(), 0644);
  EXPECT_EQ(*load_or_make_key(path()), "a-key-that-a-person-wrote");
  EXPECT_EQ(mode(), 0600U);
}

TEST_F(KeyFile, AFileWithoutAKeyIsAnErrorThatNamesIt) {
  std::filesystem::create_directories(directory_ + "/state");
  std::ofstream(path()) << "short";
  const auto loaded = load_or_make_key(path());
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().message.find(path()), std::string::npos);
}

TEST_F(KeyFile, ADirectoryThatCannotBeMadeIsAnError) { EXPECT_FALSE(load_or_make_key("/proc/parley/demo.key")); }

}  // namespace
}  // namespace parley
