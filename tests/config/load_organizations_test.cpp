// SPDX-License-Identifier: Apache-2.0
#include "parley/config/load_organizations.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace parley {
namespace {

class LoadOrganizations : public ::testing::Test {
 protected:
  LoadOrganizations() : directory_(::testing::TempDir() + "organizations_" + std::to_string(::getpid())) {
    std::filesystem::create_directories(directory_);
  }
  ~LoadOrganizations() override { std::filesystem::remove_all(directory_); }

  void file(const std::string& name, const std::string& text) const { std::ofstream(directory_ + "/" + name) << text; }
  std::string at(const std::string& rest) const { return directory_ + "/" + rest; }

  std::vector<std::string> faults() const {
    std::vector<std::string> lines;
    for (const auto& fault : load_organizations(directory_).faults) lines.push_back(to_string(fault));
    return lines;
  }

  std::string directory_;
};

using Faults = std::vector<std::string>;

TEST_F(LoadOrganizations, ReadsEveryYamlFileInTheOrderOfNames) {
  file("b.yaml", "organization: { key: b, name: B }\nnumbers: [ two ]\n");
  file("a.yml", "organization: { key: a, name: A }\nnumbers: [ one ]\n");
  file("notes.txt", "not: yaml: at all");
  file(".hidden.yaml", "not: yaml: at all");
  const auto loaded = load_organizations(directory_);
  EXPECT_TRUE(loaded.faults.empty());
  ASSERT_EQ(loaded.organizations.size(), 2U);
  EXPECT_EQ(loaded.organizations[0].key.value, "a");
}

TEST_F(LoadOrganizations, KeysAndNumbersAreUniqueAcrossFiles) {
  file("a.yaml", "organization: { key: a, name: A }\nnumbers: [ one, two ]\n");
  file("b.yaml", "organization: { key: a, name: B }\nnumbers:\n  - three\n  - two\n");
  EXPECT_EQ(faults(), (Faults{at("b.yaml:4: number 'two' is given in ") + at("a.yaml:2 already"),
                              at("b.yaml:1: organization key 'a' is given in ") + at("a.yaml:1 already")}));
  EXPECT_EQ(load_organizations(directory_).organizations.size(), 1U);
}

TEST_F(LoadOrganizations, FaultsOfAllFilesAreListedAtOnce) {
  file("a.yaml", "organization: { key: a, name: A }\nnumbers: [ one ]\ncolor: red\n");
  file("b.yaml", "organization: [\n");
  file("c.yaml", "organization: { key: c, name: C }\nnumbers: [ three ]\n");
  const auto loaded = load_organizations(directory_);
  EXPECT_EQ(loaded.faults.size(), 2U);
  ASSERT_EQ(loaded.organizations.size(), 1U);
  EXPECT_EQ(loaded.organizations.front().key.value, "c");
}

TEST_F(LoadOrganizations, NoDirectoryAndNoFileAreFaults) {
  EXPECT_EQ(faults().size(), 1U);
  EXPECT_EQ(load_organizations(directory_ + "/absent").faults.size(), 1U);
}

TEST_F(LoadOrganizations, AFileThatIsTooLargeIsRefused) {
  file("a.yaml", "# " + std::string(8 * 1024 * 1024, 'x'));
  EXPECT_EQ(faults(), Faults{at("a.yaml: larger than 8192 KiB")});
}

TEST(ShippedOrganizations, AreWithoutFault) {
  const auto loaded = load_organizations(PARLEY_SOURCE_DIR "/config/organizations");
  for (const auto& fault : loaded.faults) ADD_FAILURE() << to_string(fault);
  EXPECT_FALSE(loaded.organizations.empty());
}

}  // namespace
}  // namespace parley
