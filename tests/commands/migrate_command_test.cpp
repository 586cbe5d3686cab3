// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "parley/database/migrations.hpp"
#include "support/postgres_room.hpp"
#include "surroundings.hpp"

namespace parley::commands {
namespace {

namespace fs = std::filesystem;

class MigrateCommand : public ::testing::Test {
 protected:
  MigrateCommand() { fs::create_directories(directory_); }
  ~MigrateCommand() override { fs::remove_all(directory_); }

  std::string settings(const std::string& text) {
    const auto path = directory_ / "settings.yaml";
    std::ofstream(path) << text;
    return path.string();
  }

  fs::path directory_ = fs::temp_directory_path() / ("parley_migrate_" + std::to_string(::getpid()));
  test::Process process_;
};

class MigrateCommandOnPostgres : public MigrateCommand {};

TEST_F(MigrateCommand, SaysWhichVariableIsMissing) {
  EXPECT_EQ(migrate({"--config", settings("log: { level: info }")}, process_.surroundings), 1);
  EXPECT_NE(process_.err.str().find("PARLEY_MIGRATION_DATABASE_URL"), std::string::npos) << process_.err.str();
}

TEST_F(MigrateCommand, IsTwoForAnUnknownOption) { EXPECT_EQ(migrate({"--nonsense"}, process_.surroundings), 2); }

TEST_F(MigrateCommand, DoesNotRepeatAPassword) {
  const auto config = settings("migration_database_url: \"postgresql://a:s3cr3t@/b?host=/nonexistent\"");
  EXPECT_EQ(migrate({"--config", config, "--json"}, process_.surroundings), 1);
  EXPECT_EQ((process_.err.str() + process_.out.str()).find("s3cr3t"), std::string::npos) << process_.err.str();
  EXPECT_EQ(nlohmann::json::parse(process_.out.str())["ok"], false);
}

TEST_F(MigrateCommandOnPostgres, AppliesAfterADryRunAndIsDoneTheSecondTime) {
  auto& room = parley::test::PostgresRoom::shared();
  const auto name = room.empty_database();
  const auto config = settings("migration_database_url: \"" + room.owner_url(name) + "\"\ndatabase: { url: \"" +
                               room.serving_url(name) + "\" }\n");
  EXPECT_EQ(migrate({"--config", config, "--dry-run", "--json"}, process_.surroundings), 0) << process_.err.str();
  auto answer = nlohmann::json::parse(process_.out.str());
  EXPECT_EQ(answer["applied"].size(), migrations().size());
  EXPECT_EQ(answer["version"], 0);

  test::Process second;
  EXPECT_EQ(migrate({"--config", config}, second.surroundings), 0) << second.err.str();
  EXPECT_NE(second.out.str().find("applied 0001_base"), std::string::npos) << second.out.str();
  EXPECT_NE(second.out.str().find("the role parley may serve"), std::string::npos) << second.out.str();

  test::Process third;
  EXPECT_EQ(migrate({"--config", config, "--json"}, third.surroundings), 0) << third.err.str();
  answer = nlohmann::json::parse(third.out.str());
  EXPECT_TRUE(answer["applied"].empty());
  EXPECT_EQ(answer["version"], migrations().size());
}

}  // namespace
}  // namespace parley::commands
