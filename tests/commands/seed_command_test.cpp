// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "database/asked.hpp"
#include "parley/config/load_organizations.hpp"
#include "parley/store/organization_store.hpp"
#include "support/postgres_room.hpp"
#include "surroundings.hpp"

namespace parley::commands {
namespace {

namespace fs = std::filesystem;
using parley::test::AskedDatabase;
using parley::test::PostgresRoom;

std::string definition(const std::string& key, const std::string& number, const std::string& greeting = "Hello.") {
  return "organization: { key: " + key + ", name: One, timezone: UTC, voice: scripted }\nnumbers: [ \"" + number +
         "\" ]\ngreeting: \"" + greeting + "\"\npatterns:\n  - { key: p, examples: [ a b ], reply: Yes. }\n";
}

class SeedCommandOnPostgres : public ::testing::Test {
 protected:
  SeedCommandOnPostgres() {
    PostgresRoom::shared().clear();
    fs::create_directories(directory_ / "organizations");
    std::ofstream(directory_ / "settings.yaml")
        << "database: { url: \"" << PostgresRoom::shared().serving_url() << "\" }\n"
        << "organizations_dir: " << (directory_ / "organizations").string() << "\n";
  }
  ~SeedCommandOnPostgres() override { fs::remove_all(directory_); }

  void file(const std::string& name, const std::string& text) {
    std::ofstream(directory_ / "organizations" / name) << text;
  }

  struct Answer {
    int code;
    nlohmann::json json;
    std::string did(std::size_t i = 0) const { return json["organizations"].at(i)["did"]; }
  };
  Answer run(std::vector<std::string> arguments = {}) {
    test::Process process;
    arguments.insert(arguments.end(), {"--config", (directory_ / "settings.yaml").string(), "--json"});
    const int code = seed(arguments, process.surroundings);
    return {code, nlohmann::json::parse(process.out.str())};
  }
  std::string greeting(const std::string& key) {
    const auto store = OrganizationStore::create(*asked_.database, *asked_.clock);
    const auto loaded = asked_.loop.run(store->load(OrganizationKey{key}));
    return loaded ? loaded->definition.greeting : loaded.error().message;
  }

  AskedDatabase asked_;
  fs::path directory_ = fs::temp_directory_path() / ("parley_seed_" + std::to_string(::getpid()));
};

TEST_F(SeedCommandOnPostgres, TwiceChangesNothing) {
  file("one.yaml", definition("one", "1"));
  file("two.yaml", definition("two", "2"));
  const auto first = run();
  EXPECT_EQ(first.code, 0) << first.json;
  EXPECT_EQ(first.did(0), "created");
  EXPECT_EQ(first.did(1), "created");
  const auto second = run();
  EXPECT_EQ(second.code, 0);
  EXPECT_EQ(second.did(0), "same");
  const auto versions = asked_.read(parley::test::kNobody, "SELECT max(version) FROM tenants");
  EXPECT_EQ(versions->integer(0, 0), 1);
}

TEST_F(SeedCommandOnPostgres, TheDatabaseWinsUnlessItIsToBeReplaced) {
  file("one.yaml", definition("one", "1"));
  run();
  file("one.yaml", definition("one", "1", "Changed."));
  EXPECT_EQ(run().did(), "kept");
  EXPECT_EQ(greeting("one"), "Hello.");
  EXPECT_EQ(run({"--replace", "--dry-run"}).did(), "replaced");
  EXPECT_EQ(greeting("one"), "Hello.");
  EXPECT_EQ(run({"--replace"}).did(), "replaced");
  EXPECT_EQ(greeting("one"), "Changed.");
  EXPECT_EQ(run({"--replace"}).did(), "same");
}

TEST_F(SeedCommandOnPostgres, AFaultyFileKeepsEverythingOut) {
  file("one.yaml", definition("one", "1"));
  file("two.yaml", "organization: { key: two, name: Two, voice: scripted }\nnumbers: [ 2 ]\ngreting: hi\n");
  file("xthree.yaml", definition("three", "3", "{{nobody}}"));
  const auto answer = run();
  EXPECT_EQ(answer.code, 1);
  ASSERT_EQ(answer.json["faults"].size(), 2U) << answer.json;
  EXPECT_NE(answer.json["faults"][0].get<std::string>().find("two.yaml:3: unknown key 'greting'"), std::string::npos);
  EXPECT_NE(answer.json["faults"][1].get<std::string>().find("nobody"), std::string::npos);
  EXPECT_EQ(greeting("one"), "there is no organization 'one'");
}

TEST_F(SeedCommandOnPostgres, ADryRunWritesNothing) {
  file("one.yaml", definition("one", "1"));
  EXPECT_EQ(run({"--dry-run"}).did(), "created");
  EXPECT_EQ(greeting("one"), "there is no organization 'one'");
}

TEST_F(SeedCommandOnPostgres, ANumberThatIsTakenIsSaidAndTheOthersAreDone) {
  file("one.yaml", definition("one", "1"));
  run();
  fs::remove(directory_ / "organizations/one.yaml");
  file("three.yaml", definition("three", "3"));
  file("two.yaml", definition("two", "1"));
  const auto answer = run();
  EXPECT_EQ(answer.code, 1);
  EXPECT_EQ(answer.did(), "created");
  EXPECT_EQ(answer.json["faults"], nlohmann::json{"two: the number '1' is taken"});
}

TEST_F(SeedCommandOnPostgres, TheShippedDemoIsSeeded) {
  // Its voice is not the scripted one of this process.
  fs::copy(PARLEY_SOURCE_DIR "/config/organizations/demo.yaml", directory_ / "organizations/demo.yaml");
  test::Process process;
  process.surroundings.create_voice = [] { return nullptr; };
  EXPECT_EQ(seed({"--config", (directory_ / "settings.yaml").string()}, process.surroundings), 0) << process.err.str();
  EXPECT_EQ(process.out.str().rfind("created demo: 2 number(s)", 0), 0U) << process.out.str();
}

TEST(SeedCommand, SaysWhatIsMissing) {
  test::Process process;
  const auto path = fs::temp_directory_path() / ("parley_seed_none_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path) << "sip: { port: 5060 }\n";
  EXPECT_EQ(seed({"--config", path.string()}, process.surroundings), 1);
  EXPECT_NE(process.err.str().find("PARLEY_DATABASE_URL"), std::string::npos) << process.err.str();
  EXPECT_EQ(seed({"--nonsense"}, process.surroundings), 2);
  fs::remove(path);
}

}  // namespace
}  // namespace parley::commands
