// SPDX-License-Identifier: Apache-2.0
// scripts/backup and scripts/restore against real servers: what comes back is what was there, and as closed as before.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "organization_scene.hpp"
#include "parley/database/migrations.hpp"
#include "support/postgres_room.hpp"

namespace parley {
namespace {

using namespace test;
namespace fs = std::filesystem;

class BackupOnPostgres : public OrganizationScene {
 protected:
  BackupOnPostgres() {
    fs::remove_all(directory_);
    fs::create_directories(directory_ / "state/recordings");
    fs::create_directories(directory_ / "state/stores");
    fs::create_directories(directory_ / "state/models");
    std::ofstream(directory_ / "state/demo.key") << "a-secret";
    std::ofstream(directory_ / "state/recordings/one.wav") << "sound";
    std::ofstream(directory_ / "state/stores/not-this") << "x";
    std::ofstream(directory_ / "state/models/nor-this") << "x";
  }
  ~BackupOnPostgres() override { fs::remove_all(directory_); }

  // Exit code of a script of this tree; its words go to said_.
  int run_script(const std::string& variables, const std::string& name, const fs::path& argument) {
    const auto log = directory_ / "said";
    const auto command = variables + " '" PARLEY_SOURCE_DIR "/scripts/" + name + "' '" + argument.string() + "' >'" +
                         log.string() + "' 2>&1";
    const int status = std::system(command.c_str());
    std::ifstream file(log);
    said_.assign(std::istreambuf_iterator<char>(file), {});
    return WEXITSTATUS(status);
  }
  int back_up(const std::string& url) {
    return run_script("BACKUP_DATABASE_URL='" + url + "' PARLEY_STATE_DIR='" + (directory_ / "state").string() + "'",
                      "backup", directory_ / "backup");
  }
  int restore(const std::string& database) {
    return run_script("PARLEY_MIGRATION_DATABASE_URL='" + PostgresRoom::shared().owner_url(database) +
                          "' PARLEY_STATE_DIR='" + (directory_ / "new").string() + "'",
                      "restore", directory_ / "backup");
  }
  static std::string content(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  // "table=rows" of every table, and which of them are closed by row-level security.
  std::string picture(const std::string& database) {
    PlainMeters meters;
    LoopThread loop;
    const auto opened = Database::create(
        {PostgresRoom::shared().superuser_url(database), 1, 8, std::chrono::seconds{10}}, Log(), meters);
    const auto work = [](DatabaseSession& session) {
      return session.execute(
          "SELECT string_agg(relname || '=' || (xpath('/row/n/text()', query_to_xml('SELECT count(*) AS n FROM ' || "
          "oid::regclass, false, true, '')))[1]::text || ' ' || relrowsecurity || relforcerowsecurity || "
          "(SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid), ', ' ORDER BY relname) "
          "FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'");
    };
    const auto rows = loop.run(opened->read(kNobody, work));
    return rows ? rows->text(0, 0) : rows.error().message;
  }

  const fs::path directory_ = fs::temp_directory_path() / ("parley_backup_" + std::to_string(::getpid()));
  std::string said_;
};

TEST_F(BackupOnPostgres, BringsBackEveryRowAndEveryLock) {
  auto& room = PostgresRoom::shared();
  const auto before = picture("parley");
  ASSERT_NE(before.find("patterns=4 truetrue1"), std::string::npos) << before;
  ASSERT_EQ(back_up(room.superuser_url()), 0) << said_;
  const auto fresh = room.empty_database();
  ASSERT_EQ(restore(fresh), 0) << said_;
  EXPECT_EQ(picture(fresh), before);
  EXPECT_EQ(content(directory_ / "new/demo.key"), "a-secret");
  EXPECT_EQ(content(directory_ / "new/recordings/one.wav"), "sound");
  EXPECT_FALSE(fs::exists(directory_ / "new/stores"));
  EXPECT_FALSE(fs::exists(directory_ / "new/models"));
  // Its schema is known, nothing is left to apply, and it serves.
  const auto report = migrate(room.owner_url(fresh), "parley", false);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->applied.empty());
  PlainMeters meters;
  LoopThread loop;
  const auto database = Database::create({room.serving_url(fresh), 1, 8, std::chrono::seconds{10}}, Log(), meters);
  const auto store = OrganizationStore::create(*database, *asked_.clock);
  EXPECT_EQ(loop.run(store->load(kAlpha))->definition, alpha_);
}

TEST_F(BackupOnPostgres, ARoleThatDoesNotSeeEveryRowBacksUpNothing) {
  for (const auto& url : {PostgresRoom::shared().owner_url(), PostgresRoom::shared().serving_url()}) {
    EXPECT_EQ(back_up(url), 1) << said_;
    EXPECT_NE(said_.find("BYPASSRLS"), std::string::npos) << said_;
    EXPECT_FALSE(fs::exists(directory_ / "backup"));
  }
}

TEST_F(BackupOnPostgres, NothingIsOverwrittenAndNothingDamagedIsRestored) {
  auto& room = PostgresRoom::shared();
  ASSERT_EQ(back_up(room.superuser_url()), 0) << said_;
  EXPECT_EQ(back_up(room.superuser_url()), 1);
  EXPECT_EQ(restore("parley"), 1);
  EXPECT_NE(said_.find("table(s) already"), std::string::npos) << said_;
  EXPECT_FALSE(fs::exists(directory_ / "new"));
  const auto fresh = room.empty_database();
  std::ofstream(directory_ / "backup/state.tar.gz", std::ios::app) << "x";
  EXPECT_EQ(restore(fresh), 1);
  EXPECT_NE(said_.find("damaged"), std::string::npos) << said_;
  EXPECT_EQ(picture(fresh), "");
}

}  // namespace
}  // namespace parley
