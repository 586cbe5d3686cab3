// SPDX-License-Identifier: Apache-2.0
#include "parley/store/embedding_costs.hpp"

#include <gtest/gtest.h>

#include "support/loop_thread.hpp"
#include "support/manual_clock.hpp"
#include "support/plain_meters.hpp"
#include "support/postgres_room.hpp"

namespace parley {
namespace {

using test::PostgresRoom;

const OrganizationKey kAlpha{"alpha"};

class EmbeddingCostsOnPostgres : public ::testing::Test {
 protected:
  void SetUp() override {
    auto& room = PostgresRoom::shared();
    room.clear();
    room.run_sql(room.serving_url(),
                 "INSERT INTO tenants (id, key) VALUES ('00000000-0000-7000-8000-00000000000a', 'alpha'),"
                 " ('00000000-0000-7000-8000-00000000000b', 'beta')");
  }
  std::string kept(const OrganizationKey& organization) {
    const auto work = [](DatabaseSession& session) -> Result<std::string> {
      const auto rows = session.execute(
          "SELECT coalesce(string_agg(day || ' ' || cost_usd, ', ' ORDER BY day), '') FROM embedding_costs");
      if (!rows) return rows.error();
      return rows->text(0, 0);
    };
    const auto found = loop_.run(database_->transact(organization, work));
    return found ? *found : found.error().message;
  }

  test::PlainMeters meters_;
  test::LoopThread loop_;
  asio::io_context unused_;
  test::ManualClock clock_{unused_};
  std::unique_ptr<Database> database_ = Database::create({PostgresRoom::shared().serving_url()}, Log(), meters_);
  std::unique_ptr<EmbeddingCosts> costs_ = EmbeddingCosts::create(*database_, clock_);
};

TEST_F(EmbeddingCostsOnPostgres, AddUpByTheDayAndBelongToTheirOrganizationAlone) {
  clock_.advance(WallTime{std::chrono::days{400}} - clock_.wall_now());
  ASSERT_TRUE(loop_.run(costs_->spent(kAlpha, 0.00002)));
  ASSERT_TRUE(loop_.run(costs_->spent(kAlpha, 0.25)));
  clock_.advance(std::chrono::hours{24});
  ASSERT_TRUE(loop_.run(costs_->spent(kAlpha, 1)));
  EXPECT_EQ(kept(kAlpha), "1971-02-05 0.25002, 1971-02-06 1");
  EXPECT_EQ(kept({"beta"}), "");
}

TEST_F(EmbeddingCostsOnPostgres, OfNobodyAreRefused) {
  const auto spent = loop_.run(costs_->spent({"nobody"}, 1));
  ASSERT_FALSE(spent);
  EXPECT_EQ(spent.error().fault, Fault::not_found);
}

}  // namespace
}  // namespace parley
