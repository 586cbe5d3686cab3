// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "database/asked.hpp"
#include "parley/store/learning_store.hpp"
#include "parley/store/organization_store.hpp"
#include "support/postgres_room.hpp"
#include "surroundings.hpp"

namespace parley::commands {
namespace {

namespace fs = std::filesystem;
using parley::test::AskedDatabase;
using parley::test::PostgresRoom;

Pattern pattern(const std::string& key) {
  Pattern made;
  made.key = key;
  made.examples = {"what about " + key};
  made.reply = "Yes.";
  return made;
}

class UpkeepOnPostgres : public ::testing::Test {
 protected:
  UpkeepOnPostgres() {
    PostgresRoom::shared().clear();
    fs::create_directories(directory_);
    std::ofstream(directory_ / "settings.yaml")
        << "database: { url: \"" << PostgresRoom::shared().serving_url() << "\" }\n";
    std::ofstream(directory_ / "template.yaml")
        << "organization: { key: shop, name: Shop, timezone: UTC, voice: rms }\nnumbers: []\ngreeting: "
           "Hello.\npatterns:\n"
           "  - { key: written, examples: [ a b ], reply: Other. }\n  - { key: fresh, examples: [ c d ], reply: Yes. "
           "}\n";
    for (const auto* key : {"one", "two"}) {
      Organization organization;
      organization.key.value = key;
      organization.name = key;
      organization.patterns = {pattern("written"), pattern("found")};
      EXPECT_TRUE(asked_.loop.run(store_->create_organization(organization, {"test", ""})));
      EXPECT_TRUE(asked_.loop.run(learned_->begin_health({key}, "found", {})));
      std::vector<std::string> questions{"do you sell horses"};
      EXPECT_TRUE(asked_.loop.run(learned_->mine({key}, questions)));
    }
  }
  ~UpkeepOnPostgres() override { fs::remove_all(directory_); }

  struct Answer {
    int code;
    nlohmann::json json;
  };
  Answer run(std::vector<std::string> arguments) {
    test::Process process;
    arguments.insert(arguments.end(), {"--config", (directory_ / "settings.yaml").string(), "--json"});
    const int code = patterns(arguments, process.surroundings);
    return {code, nlohmann::json::parse(process.out.str(), nullptr, false)};
  }
  std::vector<std::string> keys(const std::string& organization) {
    std::vector<std::string> all;
    const auto page = asked_.loop.run(store_->patterns({organization}, 100, ""));
    for (const auto& one : page->patterns) all.push_back(one.pattern.key);
    return all;
  }

  using Keys = std::vector<std::string>;
  AskedDatabase asked_;
  std::unique_ptr<OrganizationStore> store_ = OrganizationStore::create(*asked_.database, *asked_.clock);
  std::unique_ptr<LearningStore> learned_ = LearningStore::create(*asked_.database, *asked_.clock);
  fs::path directory_ = fs::temp_directory_path() / ("parley_upkeep_" + std::to_string(::getpid()));
};

TEST_F(UpkeepOnPostgres, BootstrapAddsWhatIsMissingAndLeavesWhatIsThere) {
  const std::vector<std::string> line{"bootstrap", "--org", "one", "--from", (directory_ / "template.yaml").string()};
  auto dry = line;
  dry.push_back("--dry-run");
  auto answer = run(dry);
  EXPECT_EQ(answer.code, 0) << answer.json;
  EXPECT_EQ(keys("one"), (Keys{"found", "written"}));
  answer = run(line);
  ASSERT_EQ(answer.code, 0) << answer.json;
  EXPECT_EQ(answer.json["organizations"]["one"]["added"], (Keys{"fresh"}));
  EXPECT_EQ(answer.json["organizations"]["one"]["kept"], (Keys{"written"}));
  EXPECT_EQ(keys("one"), (Keys{"found", "fresh", "written"}));
  EXPECT_EQ(keys("two"), (Keys{"found", "written"}));
}

TEST_F(UpkeepOnPostgres, CleanTakesWhatWasLearnedAndNothingElse) {
  auto answer = run({"clean", "--org", "one", "--dry-run"});
  EXPECT_EQ(answer.json["organizations"]["one"]["removed"], (Keys{"found"}));
  EXPECT_EQ(keys("one"), (Keys{"found", "written"}));
  answer = run({"clean", "--org", "one"});
  EXPECT_EQ(answer.code, 0) << answer.json;
  EXPECT_EQ(answer.json["organizations"]["one"]["learned"]["negatives"], 1);
  EXPECT_EQ(keys("one"), (Keys{"written"}));
  EXPECT_EQ(keys("two"), (Keys{"found", "written"}));
}

TEST_F(UpkeepOnPostgres, AllNeedsWordsThatSayHowMany) {
  auto answer = run({"clean", "--all", "--confirm", "yes"});
  EXPECT_EQ(answer.code, 1);
  EXPECT_EQ(keys("one"), (Keys{"found", "written"}));
  answer = run({"clean", "--all", "--confirm", "clean 2 organizations"});
  EXPECT_EQ(answer.code, 0) << answer.json;
  EXPECT_EQ(keys("one"), (Keys{"written"}));
  EXPECT_EQ(keys("two"), (Keys{"written"}));
}

TEST_F(UpkeepOnPostgres, InspectShowsFiguresAndResetBeginsThemAnew) {
  std::vector<HealthEvent> events(3, HealthEvent::used);
  ASSERT_TRUE(asked_.loop.run(learned_->count({"one"}, "found", events, {})));
  const auto uses = [&] {
    const auto answer = run({"inspect", "--org", "one"});
    for (const auto& one : answer.json["organizations"]["one"]["patterns"])
      if (one["key"] == "found") return one["uses"].get<int>();
    return -1;
  };
  EXPECT_EQ(uses(), 3);
  EXPECT_EQ(run({"reset-stats", "--org", "one", "--dry-run"}).code, 0);
  EXPECT_EQ(uses(), 3);
  EXPECT_EQ(run({"reset-stats", "--org", "one"}).code, 0);
  EXPECT_EQ(uses(), 0);
}

TEST_F(UpkeepOnPostgres, SaysWhatIsWrong) {
  EXPECT_EQ(run({"inspect"}).code, 2);
  EXPECT_EQ(run({"inspect", "--org", "nobody"}).code, 1);
  const auto answer = run({"bootstrap", "--org", "one", "--from", "no-such-template"});
  EXPECT_EQ(answer.code, 1);
  EXPECT_NE(answer.json["fault"].get<std::string>().find("config/domains"), std::string::npos);
}

}  // namespace
}  // namespace parley::commands
