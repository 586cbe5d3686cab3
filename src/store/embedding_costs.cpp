// SPDX-License-Identifier: Apache-2.0
#include "parley/store/embedding_costs.hpp"

#include <array>
#include <charconv>
#include <string>

#include "organization_rows.hpp"

namespace parley {
namespace {

constexpr Sql kSpent =
    "INSERT INTO embedding_costs AS old (organization_id, day, cost_usd) "
    "VALUES ($1::uuid, (to_timestamp($2::bigint / 1000.0) AT TIME ZONE 'UTC')::date, $3::float8) "
    "ON CONFLICT (organization_id, day) DO UPDATE SET cost_usd = old.cost_usd + excluded.cost_usd";

std::string shortest(double value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

class PostgresEmbeddingCosts final : public EmbeddingCosts {
 public:
  PostgresEmbeddingCosts(Database& database, Clock& clock) : database_(database), clock_(clock) {}

  Task<Result<void>> spent(OrganizationKey organization, double usd) override {
    const auto now = clock_.wall_now().time_since_epoch().count();
    const auto work = [&](DatabaseSession& session) -> Result<void> {
      const auto tenant = find_tenant(session, organization);
      if (!tenant) return tenant.error();
      const auto added = session.execute(kSpent, {tenant->id, std::to_string(now), shortest(usd)});
      if (!added) return added.error();
      return {};
    };
    co_return co_await database_.transact(organization, work);
  }

 private:
  Database& database_;
  Clock& clock_;
};

}  // namespace

std::unique_ptr<EmbeddingCosts> EmbeddingCosts::create(Database& database, Clock& clock) {
  return std::make_unique<PostgresEmbeddingCosts>(database, clock);
}

}  // namespace parley
