// SPDX-License-Identifier: Apache-2.0
#include "parley/store/retention.hpp"

#include <fstream>

#include "call_rows.hpp"
#include "store/write_behind_scene.hpp"
#include "support/manual_clock.hpp"

namespace parley::test {
namespace {

class RetentionOnPostgres : public WriteBehindScene {
 protected:
  RetentionOnPostgres() {
    PostgresRoom::shared().clear();
    for (const auto* key : {"alpha", "beta"}) {
      Organization organization;
      organization.key.value = key;
      organization.name = key;
      if (organization.key == kAlpha) organization.retention = {30, 90};
      const auto made = asked_.loop.run(organizations_->create_organization(organization, {"test", ""}));
      if (!made) throw std::runtime_error(made.error().message);
    }
    std::filesystem::create_directories(room_.path() / "recordings");
  }
  // Ended so many days ago, with a recording.
  CallRecord aged(std::uint32_t number, int days, const std::string& organization = "alpha") {
    auto record = with_turn(numbered_call(number, organization), "my secret", "Your secret is safe.");
    record.turns[0].caller->dtmf = "5";
    record.turns[0].decision->normalised = "my secret";
    record.turns[0].decision->gates = {{"scope", 0.5, 0.4, true}};
    record.greeting = AgentSaid{"Hello secret.", "Hello secret.", false};
    record.ended_at = asked_.clock->wall_now() - std::chrono::days{days};
    record.started_at = *record.ended_at - 30s;
    const auto path = room_.path() / "recordings" / (std::to_string(number) + ".wav");
    std::ofstream(path) << "sound";
    record.recording_path = path.string();
    log_->remember(record);
    return record;
  }
  CallRecord stored(const CallRecord& record) {
    auto found = asked_.read(record.organization, [&](DatabaseSession& session) {
      return select_call(session, record.organization, record.id);
    });
    return found && *found ? **found : CallRecord{};
  }
  RetentionRun sweep() { return asked_.loop.run(retention_->sweep()); }

  std::unique_ptr<OrganizationStore> organizations_ = OrganizationStore::create(*asked_.database, *asked_.clock);
  std::unique_ptr<WriteBehind> log_ = open();
  std::unique_ptr<Retention> retention_ = Retention::create(*asked_.database, *organizations_, *recent_, *log_,
                                                            room_.path() / "recordings", *asked_.clock, Log());
};

TEST_F(RetentionOnPostgres, WhatIsOldEnoughGoesAndItsFiguresStay) {
  const auto fresh = aged(1, 29);
  const auto month_old = aged(2, 31);
  const auto season_old = aged(3, 91);
  const auto kept_for_ever = aged(4, 1000, "beta");
  ASSERT_TRUE(flush(*log_));
  EXPECT_EQ(sweep(), (RetentionRun{2, 1, true}));
  EXPECT_EQ(stored(fresh), fresh);
  EXPECT_EQ(stored(kept_for_ever), kept_for_ever);
  auto without_sound = month_old;
  without_sound.recording_path.reset();
  EXPECT_EQ(stored(month_old), without_sound);
  auto figures = season_old;
  figures.recording_path.reset();
  figures.greeting.reset();
  figures.turns[0].caller->text.clear();
  figures.turns[0].caller->dtmf.clear();
  figures.turns[0].decision->normalised.clear();
  figures.turns[0].reply->text.clear();
  figures.turns[0].reply->heard_text.clear();
  EXPECT_EQ(stored(season_old), figures);
  for (const auto number : {1, 2, 3, 4}) {
    EXPECT_EQ(std::filesystem::exists(room_.path() / "recordings" / (std::to_string(number) + ".wav")),
              number == 1 || number == 4);
  }
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM turns t WHERE t::text LIKE '%secret%' AND call_id = $1::uuid",
                {season_old.id.to_string()}),
            "0");
  EXPECT_EQ(recent_->find(kAlpha, season_old.id), std::nullopt) << "memory has no copy";
  EXPECT_EQ(one(kAlpha,
                "SELECT string_agg(action || after::text, ' ' ORDER BY action) FROM audit_log WHERE actor = "
                "'retention'"),
            "retention.recordings_erased{\"calls\": 2} retention.transcripts_erased{\"calls\": 1}");
}

TEST_F(RetentionOnPostgres, ASecondRunHasNothingToDoAndSaysNothing) {
  aged(1, 100);
  ASSERT_TRUE(flush(*log_));
  sweep();
  EXPECT_EQ(sweep(), (RetentionRun{0, 0, true}));
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM audit_log WHERE actor = 'retention'"), "2");
}

TEST_F(RetentionOnPostgres, ALateVersionBringsNothingBack) {
  const auto record = aged(1, 100);
  ASSERT_TRUE(flush(*log_));
  sweep();
  log_->remember(record);
  ASSERT_TRUE(flush(*log_));
  EXPECT_EQ(stored(record).recording_path, std::nullopt);
  EXPECT_EQ(stored(record).greeting, std::nullopt);
  EXPECT_EQ(stored(record).turns.at(0).caller->text, "");
}

TEST_F(RetentionOnPostgres, MoreThanABatchGoesInOneRunUnderOneEntry) {
  for (std::uint32_t number = 0; number < 450; ++number) {
    auto record = numbered_call(number);
    record.ended_at = asked_.clock->wall_now() - std::chrono::days{100};
    record.started_at = *record.ended_at;
    log_->remember(record);
  }
  ASSERT_TRUE(flush(*log_));
  EXPECT_EQ(sweep(), (RetentionRun{0, 450, true}));
  EXPECT_EQ(one(kAlpha, "SELECT after::text FROM audit_log WHERE actor = 'retention'"), "{\"calls\": 450}");
}

TEST_F(RetentionOnPostgres, RecordingsOfOtherInstancesAreTheirs) {
  auto record = aged(1, 100);
  record.node = "node-2";
  log_->remember(record);
  ASSERT_TRUE(flush(*log_));
  EXPECT_EQ(sweep().recordings, 0U);
  EXPECT_TRUE(std::filesystem::exists(*record.recording_path));
  EXPECT_EQ(stored(record).recording_path, record.recording_path);
}

TEST_F(RetentionOnPostgres, FinishesWhatOtherInstancesErased) {
  const auto record = aged(1, 1);
  ASSERT_TRUE(flush(*log_));
  const auto erased = asked_.transact(kAlpha, [&](DatabaseSession& session) {
    return session.execute(
        "WITH gone AS (DELETE FROM calls WHERE id = $1::uuid RETURNING *) INSERT INTO erased_calls (call_id, "
        "organization_id, node, recording_path) SELECT id, organization_id, node, recording_path FROM gone",
        {record.id.to_string()});
  });
  ASSERT_TRUE(erased) << erased.error().message;
  ASSERT_TRUE(recent_->find(kAlpha, record.id));
  sweep();
  EXPECT_FALSE(std::filesystem::exists(*record.recording_path));
  EXPECT_EQ(recent_->find(kAlpha, record.id), std::nullopt);
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM erased_calls WHERE recording_path IS NULL"), "1");
}

}  // namespace
}  // namespace parley::test
