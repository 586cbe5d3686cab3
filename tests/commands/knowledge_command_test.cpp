// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "database/asked.hpp"
#include "support/postgres_room.hpp"
#include "surroundings.hpp"

namespace parley::commands {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using parley::test::PostgresRoom;

class KnowledgeCommandOnPostgres : public ::testing::Test {
 protected:
  KnowledgeCommandOnPostgres() {
    parley::test::make_two_tenants();
    fs::create_directories(directory_);
    std::ofstream(directory_ / "settings.yaml")
        << "database: { url: \"" << PostgresRoom::shared().serving_url() << "\" }\n";
  }
  ~KnowledgeCommandOnPostgres() override { fs::remove_all(directory_); }

  std::string file(const std::string& name, const std::string& text) {
    std::ofstream(directory_ / name) << text;
    return (directory_ / name).string();
  }
  Json run(std::vector<std::string> arguments, int code = 0) {
    test::Process process;
    arguments.insert(arguments.end(), {"--config", (directory_ / "settings.yaml").string(), "--json"});
    EXPECT_EQ(knowledge(arguments, process.surroundings), code) << process.out.str() << process.err.str();
    return Json::parse(process.out.str());
  }
  std::size_t pieces() { return run({"list", "--org", "alpha"})["pieces"].size(); }

  fs::path directory_ = fs::temp_directory_path() / ("parley_knowledge_" + std::to_string(::getpid()));
};

TEST_F(KnowledgeCommandOnPostgres, ImportsListsAndRemoves) {
  const auto markdown = file("handbook.md", "# Parking\nIn the *yard*.\n\n# Dogs\nOutside.\n");
  const auto table = file("prices.csv", "title,text\nChildren,Free.\n");
  const auto done = run({"import", "--org", "alpha", markdown, table});
  EXPECT_EQ(done["added"], 3);
  EXPECT_EQ(done["sources"], (Json{"handbook.md", "prices.csv"}));
  const auto listed = run({"list", "--org", "alpha", "--source", "handbook.md"})["pieces"];
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[0]["title"], "Parking");
  EXPECT_EQ(listed[0]["text"], "In the yard.");
  EXPECT_EQ(run({"import", "--org", "alpha", markdown})["removed"], 2);
  EXPECT_EQ(run({"remove", "--org", "alpha", "handbook.md"})["removed"], 2);
  EXPECT_EQ(pieces(), 1U);
  EXPECT_FALSE(run({"remove", "--org", "alpha", "handbook.md"}, 1)["ok"]);
}

TEST_F(KnowledgeCommandOnPostgres, ABrokenImportChangesNothingAndNamesEveryRow) {
  const auto good = file("handbook.md", "# Parking\nIn the yard.\n");
  ASSERT_EQ(run({"import", "--org", "alpha", good})["added"], 1);
  const auto better = file("handbook.md", "# Parking\nIn the street.\n");
  const auto broken = file("prices.csv", "title,text\n,Free.\nA,\n");
  const auto refused = run({"import", "--org", "alpha", better, broken, file("a.pdf", "x")}, 1);
  EXPECT_EQ(refused["faults"].size(), 3U);
  EXPECT_NE(refused["faults"][0].get<std::string>().find("prices.csv: row 2 (line 2)"), std::string::npos);
  EXPECT_EQ(run({"list", "--org", "alpha"})["pieces"][0]["text"], "In the yard.");
}

TEST_F(KnowledgeCommandOnPostgres, ADryRunChangesNothing) {
  const auto said = run({"import", "--org", "alpha", "--dry-run", file("handbook.md", "# Parking\nIn the yard.\n")});
  EXPECT_EQ(said["dry_run"], true);
  EXPECT_EQ(said["added"], 1);
  EXPECT_EQ(pieces(), 0U);
}

TEST_F(KnowledgeCommandOnPostgres, OrganizationsThatAreNotThereAndWrongUseAreTold) {
  EXPECT_FALSE(run({"list", "--org", "nobody"}, 1)["ok"]);
  test::Process process;
  EXPECT_EQ(knowledge({"import"}, process.surroundings), 2);
}

}  // namespace
}  // namespace parley::commands
