// SPDX-License-Identifier: Apache-2.0
#include "last_configuration.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace parley {
namespace {

LastConfiguration two() {
  LastConfiguration configuration;
  configuration.as_of = WallTime(std::chrono::milliseconds(1'790'000'000'123));
  for (const bool draft : {false, true}) {
    Organization organization;
    organization.key = {"demo"};
    organization.name = "Name with \"quotes\" and \xC3\xA4";
    organization.numbers = {draft ? "try" : "demo"};
    organization.greeting = "Hello";
    organization.draft = draft;
    Pattern pattern;
    pattern.key = "hours";
    pattern.examples = {"what are your hours"};
    pattern.reply = "We are open.";
    organization.patterns = {pattern};
    configuration.organizations.push_back(std::move(organization));
  }
  return configuration;
}

class LastConfigurationFile : public testing::Test {
 protected:
  LastConfigurationFile() { std::filesystem::create_directories(directory_); }
  ~LastConfigurationFile() override { std::filesystem::remove_all(directory_); }
  std::string directory_ = testing::TempDir() + "last_configuration_" + std::to_string(::getpid());
  std::string path_ = directory_ + "/below/last_configuration";
};

TEST_F(LastConfigurationFile, ComesBackAsItWas) {
  ASSERT_TRUE(save_last_configuration(path_, two()));
  const auto loaded = load_last_configuration(path_);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(*loaded, two());
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(LastConfigurationFile, IsReplacedWholeAndLeavesNothingBeside) {
  ASSERT_TRUE(save_last_configuration(path_, two()));
  auto later = two();
  later.organizations.pop_back();
  ASSERT_TRUE(save_last_configuration(path_, later));
  EXPECT_EQ(*load_last_configuration(path_), later);
  const std::filesystem::directory_iterator files(std::filesystem::path(path_).parent_path());
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST_F(LastConfigurationFile, NoneIsNotFound) {
  EXPECT_EQ(load_last_configuration(path_).error().fault, Fault::not_found);
}

TEST_F(LastConfigurationFile, APlaceThatCannotBeWrittenIsAnError) {
  std::ofstream(directory_ + "/file") << "in the way";
  EXPECT_EQ(save_last_configuration(directory_ + "/file/last", two()).error().fault, Fault::unavailable);
}

TEST(LastConfiguration, EveryCutAndEveryChangedByteIsRefused) {
  const std::string whole = write_last_configuration(two());
  ASSERT_TRUE(read_last_configuration(whole, "file"));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(read_last_configuration(whole.substr(0, length), "file")) << length;
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(read_last_configuration(changed, "file")) << at;
  }
}

}  // namespace
}  // namespace parley
