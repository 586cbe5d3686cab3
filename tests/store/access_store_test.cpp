// SPDX-License-Identifier: Apache-2.0
#include "parley/store/access_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>

#include "parley/store/organization_store.hpp"
#include "support/loop_thread.hpp"
#include "support/manual_clock.hpp"
#include "support/plain_meters.hpp"
#include "support/postgres_room.hpp"

namespace parley {
namespace {

using test::PostgresRoom;

const OrganizationKey kAlpha{"alpha"};
const OrganizationKey kBeta{"beta"};
const OrganizationKey kInstallation{};
const ChangeNote kNote{"key test", "request 1"};
const std::string kFirst = "01980000-0000-7000-8000-000000000001";
const std::string kSecond = "01980000-0000-7000-8000-000000000002";
const std::string kThird = "01980000-0000-7000-8000-000000000003";

class AccessStoreOnPostgres : public ::testing::Test {
 protected:
  void SetUp() override {
    auto& room = PostgresRoom::shared();
    room.clear();
    room.run_sql(room.serving_url(),
                 "INSERT INTO tenants (id, key) VALUES ('00000000-0000-7000-8000-00000000000a', 'alpha'),"
                 " ('00000000-0000-7000-8000-00000000000b', 'beta')");
  }

  template <class T>
  T run(Task<T> work) {
    return loop_.run(std::move(work));
  }
  StoredKey key(const std::string& id, const OrganizationKey& organization) {
    StoredKey made;
    made.id = id;
    made.organization = organization;
    made.name = "key of " + organization.value;
    made.scopes = {"calls:read", "say \"hi\", {now}"};
    made.secret_sha256 = "0123";
    return made;
  }
  // What the audit log of an organization says, oldest first: "action object".
  std::string audit(const std::string& organization) {
    const auto work = [](DatabaseSession& session) {
      return session.execute(
          "SELECT action || ' ' || object || ' ' || actor || ' ' || tenant_key FROM audit_log "
          "ORDER BY id");
    };
    const auto rows = run(database_->read(OrganizationKey{organization}, work));
    std::string all;
    for (std::size_t i = 0; i < rows->size(); ++i) all += rows->text(i, 0) + "\n";
    return all;
  }
  auto begin(const OrganizationKey& organization, const std::string& request, const std::string& actor = "a") {
    return run(store_->begin_once(organization, actor, "once", request));
  }

  test::PlainMeters meters_;
  asio::io_context time_{1};
  test::ManualClock clock_{time_};
  test::LoopThread loop_;
  std::unique_ptr<Database> database_ =
      Database::create({PostgresRoom::shared().serving_url(), 4, 64, 10s}, Log(), meters_);
  std::unique_ptr<AccessStore> store_ = AccessStore::create(*database_, clock_);
};

TEST_F(AccessStoreOnPostgres, AKeyIsFoundByWhoPresentsItWhoseverItIs) {
  auto expiring = key(kFirst, kAlpha);
  expiring.expires_at = WallTime(1234567890123ms);
  ASSERT_TRUE(run(store_->add_key(expiring, kNote)));
  ASSERT_TRUE(run(store_->add_key(key(kSecond, kInstallation), kNote)));
  const auto found = run(store_->find_key(kFirst));
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->organization, kAlpha);
  EXPECT_EQ((*found)->name, "key of alpha");
  EXPECT_EQ((*found)->scopes, expiring.scopes);
  EXPECT_EQ((*found)->secret_sha256, "0123");
  EXPECT_EQ((*found)->expires_at, expiring.expires_at);
  EXPECT_EQ((*found)->created_at, clock_.wall_now());
  EXPECT_EQ((*found)->last_used_at, std::nullopt);
  EXPECT_EQ((*run(store_->find_key(kSecond)))->organization, kInstallation);
  EXPECT_EQ(*run(store_->find_key(kThird)), std::nullopt);
  EXPECT_EQ(*run(store_->find_key("' OR true --")), std::nullopt);
  EXPECT_EQ(audit("alpha"), "key.created key " + kFirst + " key test alpha\n");
  EXPECT_EQ(audit("*"), "key.created key " + kSecond + " key test *\n");
}

TEST_F(AccessStoreOnPostgres, KeysAreListedAndRevokedWithinTheirOrganization) {
  ASSERT_TRUE(run(store_->add_key(key(kFirst, kAlpha), kNote)));
  ASSERT_TRUE(run(store_->add_key(key(kSecond, kBeta), kNote)));
  ASSERT_TRUE(run(store_->add_key(key(kThird, kInstallation), kNote)));
  EXPECT_EQ(run(store_->add_key(key(kFirst, kBeta), kNote)).error().fault, Fault::conflict);
  EXPECT_EQ(run(store_->add_key(key(kFirst, OrganizationKey{"gamma"}), kNote)).error().fault, Fault::not_found);
  for (const auto& [organization, id] : std::vector<std::pair<OrganizationKey, std::string>>{
           {kAlpha, kFirst}, {kBeta, kSecond}, {kInstallation, kThird}}) {
    const auto listed = run(store_->keys(organization));
    ASSERT_EQ(listed->size(), 1U) << organization.value;
    EXPECT_EQ(listed->front().id, id);
  }
  EXPECT_EQ(run(store_->revoke_key(kAlpha, kSecond, kNote)).error().fault, Fault::not_found);
  EXPECT_EQ(run(store_->revoke_key(kAlpha, kThird, kNote)).error().fault, Fault::not_found);
  EXPECT_EQ(run(store_->revoke_key(kInstallation, kFirst, kNote)).error().fault, Fault::not_found);
  EXPECT_EQ(run(store_->revoke_key(kAlpha, "nonsense", kNote)).error().fault, Fault::not_found);
  EXPECT_EQ((*run(store_->find_key(kSecond)))->revoked_at, std::nullopt);
  clock_.advance(1ms);  // entries are listed by time
  ASSERT_TRUE(run(store_->revoke_key(kBeta, kSecond, kNote)));
  EXPECT_EQ((*run(store_->find_key(kSecond)))->revoked_at, clock_.wall_now());
  EXPECT_TRUE(run(store_->revoke_key(kBeta, kSecond, kNote)));
  EXPECT_EQ(audit("beta"),
            "key.created key " + kSecond + " key test beta\nkey.revoked key " + kSecond + " key test beta\n");
}

TEST_F(AccessStoreOnPostgres, LastUsesOfManyKeysAreNotedAndNeverGoBack) {
  ASSERT_TRUE(run(store_->add_key(key(kFirst, kAlpha), kNote)));
  ASSERT_TRUE(run(store_->add_key(key(kSecond, kInstallation), kNote)));
  const WallTime early(1000000ms);
  const WallTime late(2000000ms);
  ASSERT_TRUE(run(store_->touch_keys({{kFirst, late}, {kSecond, early}, {kThird, late}, {"nonsense", late}})));
  ASSERT_TRUE(run(store_->touch_keys({{kFirst, early}, {kSecond, early}, {kSecond, late}})));
  EXPECT_EQ((*run(store_->find_key(kFirst)))->last_used_at, late);
  EXPECT_EQ((*run(store_->find_key(kSecond)))->last_used_at, late);
  EXPECT_TRUE(run(store_->touch_keys({})));
}

TEST_F(AccessStoreOnPostgres, ARequestIsOursOnceAndItsAnswerIsRemembered) {
  ASSERT_EQ(*begin(kAlpha, "sha"), std::nullopt);
  auto again = begin(kAlpha, "sha");
  ASSERT_TRUE(again && *again);
  EXPECT_TRUE((*again)->running);
  RememberedAnswer answer;
  answer.request_sha256 = "sha";
  answer.status = 201;
  answer.headers = R"({"ETag": "\"1\""})";
  answer.body = "{\"id\": 1}\r\n";
  ASSERT_TRUE(run(store_->end_once(kAlpha, "a", "once", answer)));
  again = begin(kAlpha, "other sha");
  ASSERT_TRUE(again && *again);
  EXPECT_FALSE((*again)->running);
  EXPECT_EQ((*again)->request_sha256, "sha");
  EXPECT_EQ((*again)->status, 201U);
  EXPECT_EQ((*again)->headers, answer.headers);
  EXPECT_EQ((*again)->body, answer.body);
}

TEST_F(AccessStoreOnPostgres, RequestsOfOthersAreNotInTheWay) {
  ASSERT_EQ(*begin(kAlpha, "sha"), std::nullopt);
  EXPECT_EQ(*begin(kBeta, "sha"), std::nullopt);
  EXPECT_EQ(*begin(kInstallation, "sha"), std::nullopt);
  EXPECT_EQ(*begin(kAlpha, "sha", "somebody else"), std::nullopt);
  EXPECT_TRUE(begin(kInstallation, "sha")->has_value());
}

TEST_F(AccessStoreOnPostgres, ARequestThatDidNothingIsForgotten) {
  ASSERT_EQ(*begin(kAlpha, "sha"), std::nullopt);
  RememberedAnswer nothing;
  nothing.request_sha256 = "sha";
  ASSERT_TRUE(run(store_->end_once(kAlpha, "a", "once", nothing)));
  EXPECT_EQ(*begin(kAlpha, "sha"), std::nullopt);
}

TEST_F(AccessStoreOnPostgres, ARunningRequestCountsForAMinuteAndAnAnswerForADay) {
  ASSERT_EQ(*begin(kAlpha, "sha"), std::nullopt);
  clock_.advance(59999ms);
  EXPECT_TRUE(begin(kAlpha, "sha")->has_value());
  clock_.advance(1ms);
  ASSERT_EQ(*begin(kAlpha, "sha"), std::nullopt);
  RememberedAnswer answer;
  answer.request_sha256 = "sha";
  answer.status = 200;
  ASSERT_TRUE(run(store_->end_once(kAlpha, "a", "once", answer)));
  clock_.advance(24h - 1ms);
  EXPECT_TRUE(begin(kAlpha, "sha")->has_value());
  clock_.advance(1ms);
  EXPECT_EQ(*begin(kAlpha, "sha"), std::nullopt);
}

TEST_F(AccessStoreOnPostgres, OldAnswersGoWithRequestsThatComeLater) {
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(*run(store_->begin_once(kAlpha, "a", "old " + std::to_string(i), "sha")), std::nullopt);
  }
  clock_.advance(25h);
  ASSERT_EQ(*begin(kAlpha, "sha"), std::nullopt);
  const auto work = [](DatabaseSession& session) { return session.execute("SELECT key FROM remembered_answers"); };
  const auto left = run(database_->read(kAlpha, work));
  ASSERT_EQ(left->size(), 1U);
  EXPECT_EQ(left->text(0, 0), "once");
}

TEST_F(AccessStoreOnPostgres, OfManyAtOnceExactlyOneWins) {
  for (int round = 0; round < 20; ++round) {
    std::vector<std::future<Result<std::optional<RememberedAnswer>>>> all;
    for (int i = 0; i < 8; ++i) {
      all.push_back(loop_.start(store_->begin_once(kAlpha, "a", "race " + std::to_string(round), "sha")));
    }
    int winners = 0;
    for (auto& one : all) {
      const auto answer = one.get();
      ASSERT_TRUE(answer) << answer.error().message;
      if (!*answer) ++winners;
    }
    EXPECT_EQ(winners, 1);
  }
}

TEST_F(AccessStoreOnPostgres, ASettingIsSavedOverTheVersionThatWasSeen) {
  const auto first = run(store_->save_setting(kAlpha, "theme", R"({"dark": true})", 0, kNote));
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->version, 1);
  EXPECT_EQ(run(store_->save_setting(kAlpha, "theme", "1", 0, kNote)).error().fault, Fault::conflict);
  EXPECT_EQ(run(store_->save_setting(kAlpha, "theme", "1", 2, kNote)).error().fault, Fault::conflict);
  EXPECT_EQ(run(store_->save_setting(kAlpha, "new", "1", 1, kNote)).error().fault, Fault::conflict);
  EXPECT_EQ(run(store_->save_setting(kAlpha, "theme", "{broken", 1, kNote)).error().fault, Fault::invalid_input);
  EXPECT_EQ(run(store_->save_setting(kAlpha, "theme", R"({"dark": false})", 1, kNote))->version, 2);
  EXPECT_EQ(run(store_->save_setting(kAlpha, "theme", "3", std::nullopt, kNote))->version, 3);
  EXPECT_TRUE(run(store_->settings(kBeta))->empty());
  ASSERT_TRUE(run(store_->save_setting(kInstallation, "theme", "\"plain\"", std::nullopt, kNote)));
  EXPECT_EQ(run(store_->save_setting(kInstallation, "theme", "4", 1, kNote))->version, 2);
  const auto of_alpha = run(store_->settings(kAlpha));
  ASSERT_EQ(of_alpha->size(), 1U);
  EXPECT_EQ(of_alpha->front().value, "3");
  EXPECT_EQ(run(store_->settings(kInstallation))->front().value, "4");
  EXPECT_EQ(std::ranges::count(audit("alpha"), '\n'), 3);
}

}  // namespace
}  // namespace parley
