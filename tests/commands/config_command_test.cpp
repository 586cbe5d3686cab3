// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "parley/config/load_settings.hpp"
#include "surroundings.hpp"

namespace parley::commands {
namespace {

namespace fs = std::filesystem;

class ConfigCommandTest : public ::testing::Test {
 protected:
  ConfigCommandTest() { fs::create_directories(directory_ / "organizations"); }
  ~ConfigCommandTest() override { fs::remove_all(directory_); }

  std::string settings(const std::string& text) {
    const auto path = directory_ / "settings.yaml";
    std::ofstream(path) << "organizations_dir: " << (directory_ / "organizations").string() << '\n' << text;
    return path.string();
  }
  void organization(const std::string& text) { std::ofstream(directory_ / "organizations/one.yaml") << text; }

  fs::path directory_ = fs::temp_directory_path() / ("parley_config_" + std::to_string(::getpid()));
  test::Process process_;
};

constexpr auto kRight =
    "organization: { key: one, name: One, language: en-US, timezone: UTC, voice: scripted }\n"
    "numbers: [ one ]\ngreeting: Hello\nfarewell: Bye\npatterns: []\n";

TEST_F(ConfigCommandTest, RightSettingsAndOrganizationsAreZero) {
  organization(kRight);
  EXPECT_EQ(config({"check", "--config", settings("sip: { port: 5070 }"), "--json"}, process_.surroundings), 0)
      << process_.out.str();
  const auto json = nlohmann::json::parse(process_.out.str());
  EXPECT_EQ(json["ok"], true);
  EXPECT_EQ(json["organizations"], nlohmann::json{"one"});
}

TEST_F(ConfigCommandTest, EveryFaultIsListed) {
  organization("organization: { key: one }\nnonsense: 1\n");
  EXPECT_EQ(config({"check", "--config", settings("sip: { port: 99999 }\nunknown: 1")}, process_.surroundings), 1);
  EXPECT_NE(process_.err.str().find("sip.port"), std::string::npos);
  EXPECT_NE(process_.err.str().find("unknown"), std::string::npos);
  test::Process second;
  EXPECT_EQ(config({"check", "--config", settings("")}, second.surroundings), 1);
  EXPECT_NE(second.err.str().find("one.yaml:2"), std::string::npos) << second.err.str();
}

TEST_F(ConfigCommandTest, PrintShowsWhatHoldsAndMasksSecrets) {
  EXPECT_EQ(config({"print", "--config", settings("sip: { port: 5071 }\napi: { demo_key: very-secret-word-here }")},
                   process_.surroundings),
            0)
      << process_.err.str();
  EXPECT_NE(process_.out.str().find("5071"), std::string::npos);
  EXPECT_EQ(process_.out.str().find("very-secret"), std::string::npos);
}

TEST_F(ConfigCommandTest, ReferenceIsThePageAboutEverySetting) {
  EXPECT_EQ(config({"reference"}, process_.surroundings), 0);
  EXPECT_EQ(process_.out.str(), settings_reference());
}

TEST_F(ConfigCommandTest, WrongUseIsTwo) {
  EXPECT_EQ(config({}, process_.surroundings), 2);
  EXPECT_EQ(config({"mend"}, process_.surroundings), 2);
}

}  // namespace
}  // namespace parley::commands
