// SPDX-License-Identifier: Apache-2.0
// The interface over the real stores: two organizations, of which one has something of everything, each thing marked.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "api_scene.hpp"
#include "parley/store/write_behind.hpp"
#include "support/loop_thread.hpp"
#include "support/plain_meters.hpp"
#include "support/postgres_room.hpp"
#include "support/temporary_directory.hpp"

namespace parley::test {

// Enters the organization `instead`, whatever it is asked to enter: a mistake that row-level security has to survive.
class MisledDatabase final : public Database {
 public:
  MisledDatabase(Database& inner, OrganizationKey instead) : inner_(inner), instead_(std::move(instead)) {}

  std::optional<Error> transact_here(const OrganizationKey&, std::chrono::milliseconds deadline,
                                     const std::function<std::optional<Error>(DatabaseSession&)>& work) override {
    return inner_.transact_here(instead_, deadline, work);
  }
  DatabaseState state() const override { return inner_.state(); }

 protected:
  Task<std::optional<Error>> run_to_end(Use use, const OrganizationKey& organization,
                                        const std::function<std::optional<Error>(DatabaseSession&)>& work) override;

 private:
  Database& inner_;
  OrganizationKey instead_;
};

// One ControlApi with its stores over a database.
struct StoredApi {
  StoredApi(Database& database, RecentCalls& recent, WriteBehind& written, const std::filesystem::path& recordings,
            Clock& clock, OrganizationDirectory& directory);

  std::unique_ptr<OrganizationStore> organizations;
  std::unique_ptr<AccessStore> keys;
  std::unique_ptr<PatternStatsStore> pattern_stats;
  std::unique_ptr<RouterAnalytics> analytics;
  std::unique_ptr<KnowledgeStore> knowledge;
  std::unique_ptr<AlertStore> alerts;
  std::unique_ptr<CallArchive> archive;
  std::unique_ptr<MeterRegistry> meters = create_meters({"1", "x"});
  asio::io_context idle{1};  // home of a cache without Redis, and of a warmer that never runs
  std::unique_ptr<Redis> redis;
  std::unique_ptr<TwoTierCache> cache;
  std::unique_ptr<CacheWarmer> warmer;
  std::unique_ptr<Access> access;
  std::unique_ptr<ControlApi> api;
  HttpRoutes routes;
};

class StoredApiScene : public ::testing::Test {
 protected:
  static constexpr const char* kInstallation = "installation-key-of-the-test";
  static constexpr const char* kMarker = "MARKER";  // in everything that belongs to `theirs`
  static constexpr const char* kCaller = "+15550123";

  StoredApiScene();

  ApiAnswer ask(StoredApi& where, const ApiRequest& asked);
  ApiAnswer ask(const ApiRequest& asked) { return ask(*real, asked); }
  // A key of the organization, made by the installation; its text.
  std::string make_key(const std::string& organization, const std::vector<std::string>& scopes);
  // A stored key that has ended: its text.
  std::string ended_key(bool expired);
  // The path with ids of what belongs to `theirs`.
  std::string path_of(const std::string& pattern) const;
  // Everything of `theirs` as it sees it itself.
  std::string picture();

  TemporaryDirectory directory;
  std::unique_ptr<Clock> clock = create_system_clock();
  PlainMeters meters;
  LoopThread loop;
  std::unique_ptr<Database> database;
  OrganizationDirectory organizations;  // nothing is served: every answer comes from the database
  std::unique_ptr<RecentCalls> recent = create_recent_calls(10);
  std::unique_ptr<WriteBehind> written;
  std::unique_ptr<StoredApi> real;
  Json document;
  std::string mine, theirs;  // keys with every scope of their organization
  std::string pattern_id, number_id, key_id, callback_id, candidate_id, alert_id;

 private:
  void make_theirs();
};

}  // namespace parley::test
