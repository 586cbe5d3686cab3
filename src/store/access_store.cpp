// SPDX-License-Identifier: Apache-2.0
#include "parley/store/access_store.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "organization_rows.hpp"
#include "remembered_answers.hpp"

namespace parley {
namespace {

using Json = nlohmann::ordered_json;

// Keys and settings of the installation have no organization; whoever enters as '*' sees them.
OrganizationKey tenant_of(const OrganizationKey& organization) {
  return organization.value.empty() ? OrganizationKey{"*"} : organization;
}

SqlValue epoch_ms(std::optional<WallTime> when) {
  if (!when) return std::nullopt;
  return std::to_string(when->time_since_epoch().count());
}

std::optional<WallTime> moment(const Rows& rows, std::size_t row, std::size_t column) {
  if (!rows.at(row, column)) return std::nullopt;
  return from_epoch_ms(rows.integer(row, column));
}

StoredKey key_of(const Rows& rows, std::size_t row) {
  return {
      rows.text(row, 0),   OrganizationKey{rows.text(row, 1)},  rows.text(row, 2),    from_sql_array(rows.text(row, 3)),
      rows.text(row, 4),   from_epoch_ms(rows.integer(row, 5)), moment(rows, row, 6), moment(rows, row, 7),
      moment(rows, row, 8)};
}

constexpr Sql kFindKey =
    "SELECT k.id, t.key, k.name, k.scopes, k.secret_sha256, (extract(epoch FROM k.created_at) * 1000)::bigint, "
    "(extract(epoch FROM k.expires_at) * 1000)::bigint, (extract(epoch FROM k.last_used_at) * 1000)::bigint, "
    "(extract(epoch FROM k.revoked_at) * 1000)::bigint "
    "FROM api_keys k LEFT JOIN tenants t ON t.id = k.organization_id WHERE k.id = $1::uuid";
constexpr Sql kListKeys =
    "SELECT k.id, t.key, k.name, k.scopes, k.secret_sha256, (extract(epoch FROM k.created_at) * 1000)::bigint, "
    "(extract(epoch FROM k.expires_at) * 1000)::bigint, (extract(epoch FROM k.last_used_at) * 1000)::bigint, "
    "(extract(epoch FROM k.revoked_at) * 1000)::bigint "
    "FROM api_keys k LEFT JOIN tenants t ON t.id = k.organization_id "
    "WHERE k.organization_id = (SELECT id FROM tenants WHERE key = $1) OR ($1 = '*' AND k.organization_id IS NULL) "
    "ORDER BY k.id";

// Whoever writes for an organization finds it first: its id goes into the rows. The installation has none.
Result<TenantRow> writer_for(DatabaseSession& session, const OrganizationKey& tenant) {
  if (tenant.value == "*") return TenantRow{"", tenant, 0};
  return find_tenant(session, tenant);
}

SqlValue id_or_null(const TenantRow& tenant) {
  if (tenant.id.empty()) return std::nullopt;
  return tenant.id;
}

Result<void> insert_key(OrganizationWrite& write, const StoredKey& key, WallTime now) {
  const auto created = key.created_at == WallTime{} ? now : key.created_at;
  const auto added = write.session.execute(
      "INSERT INTO api_keys (id, organization_id, name, scopes, secret_sha256, created_at, expires_at) VALUES "
      "($1::uuid, $2::uuid, $3, $4::text[], $5, to_timestamp($6::bigint / 1000.0), to_timestamp($7::bigint / 1000.0))",
      {key.id, id_or_null(write.tenant), key.name, to_sql_array(key.scopes), key.secret_sha256, epoch_ms(created),
       epoch_ms(key.expires_at)});
  if (!added) return added.error();
  Json after{{"name", key.name}, {"scopes", key.scopes}};
  if (key.expires_at) after["expires_at"] = key.expires_at->time_since_epoch().count();
  return write_audit(write, "key.created", "key " + key.id, "", after.dump());
}

Result<void> revoke(OrganizationWrite& write, const std::string& id, WallTime now) {
  const Error unknown{Fault::not_found, "there is no such key"};
  if (!Uuid::parse(id)) return unknown;
  const auto known = write.session.execute(
      "SELECT name, revoked_at IS NOT NULL FROM api_keys WHERE id = $1::uuid "
      "AND organization_id IS NOT DISTINCT FROM $2::uuid FOR UPDATE",
      {id, id_or_null(write.tenant)});
  if (!known) return known.error();
  if (known->empty()) return unknown;
  if (known->truth(0, 1)) return {};
  const auto revoked = write.session.execute(
      "UPDATE api_keys SET revoked_at = to_timestamp($2::bigint / 1000.0) WHERE id = $1::uuid", {id, epoch_ms(now)});
  if (!revoked) return revoked.error();
  const Json before{{"name", known->text(0, 0)}};
  return write_audit(write, "key.revoked", "key " + id, before.dump(), "");
}

// A key shows to who presents it; only within its organization it may be changed.
Result<void> touch(DatabaseSession& session, const std::vector<std::pair<std::string, WallTime>>& last_uses) {
  struct Uses {
    std::vector<std::string> ids;
    std::vector<std::string> moments;
  };
  std::map<OrganizationKey, Uses> by_tenant;
  for (const auto& [id, when] : last_uses) {
    if (!Uuid::parse(id)) continue;
    if (auto presented = session.present_key(id); !presented) return presented.error();
    const auto owner = session.execute(
        "SELECT coalesce(t.key, '*') FROM api_keys k LEFT JOIN tenants t ON t.id = k.organization_id "
        "WHERE k.id = $1::uuid",
        {id});
    if (!owner) return owner.error();
    if (owner->empty()) continue;
    auto& uses = by_tenant[OrganizationKey{owner->text(0, 0)}];
    uses.ids.push_back(id);
    uses.moments.push_back(std::to_string(when.time_since_epoch().count()));
  }
  for (const auto& [tenant, uses] : by_tenant) {
    if (auto entered = session.enter(tenant); !entered) return entered.error();
    const auto touched = session.execute(
        "UPDATE api_keys k SET last_used_at = greatest(k.last_used_at, u.at) FROM "
        "(SELECT id, to_timestamp(max(ms) / 1000.0) AS at FROM unnest($1::uuid[], $2::bigint[]) AS used (id, ms) "
        "GROUP BY id) u WHERE k.id = u.id",
        {to_sql_array(uses.ids), to_sql_array(uses.moments)});
    if (!touched) return touched.error();
  }
  return {};
}

Result<StoredSetting> save(OrganizationWrite& write, const std::string& name, const std::string& value,
                           std::optional<std::int64_t> expected) {
  const auto known = write.session.execute(
      "SELECT version, value FROM settings WHERE organization_id IS NOT DISTINCT FROM $1::uuid AND name = $2 "
      "FOR UPDATE",
      {id_or_null(write.tenant), name});
  if (!known) return known.error();
  const auto version = known->empty() ? 0 : known->integer(0, 0);
  if (expected && *expected != version) return stale();
  // Of two that come first at once the second finds the row of the first: the version of what it saw is 0.
  const auto saved = write.session.execute(
      "INSERT INTO settings (id, organization_id, name, value) VALUES ($1::uuid, $2::uuid, $3, $4::jsonb) "
      "ON CONFLICT (organization_id, name) DO UPDATE SET value = excluded.value, version = settings.version + 1 "
      "WHERE $5::bigint IS NULL OR settings.version = $5::bigint RETURNING value, version",
      {write.ids.next(), id_or_null(write.tenant), name, value,
       expected ? SqlValue(std::to_string(*expected)) : std::nullopt});
  if (!saved) return saved.error();
  if (saved->empty()) return stale();
  StoredSetting setting{name, saved->text(0, 0), saved->integer(0, 1)};
  const auto before = known->empty() ? std::string() : known->text(0, 1);
  auto noted = write_audit(write, "setting.saved", "setting " + name, before, setting.value);
  if (!noted) return noted.error();
  return setting;
}

// Work may run twice when a connection was found dead: it changes nothing that it was given.
class PostgresAccessStore final : public AccessStore {
 public:
  PostgresAccessStore(Database& database, Clock& clock) : database_(database), clock_(clock) {}

  Task<Result<std::optional<StoredKey>>> find_key(std::string id) override {
    std::optional<StoredKey> none;
    if (!Uuid::parse(id)) co_return none;
    const auto work = [&](DatabaseSession& session) -> Result<std::optional<StoredKey>> {
      if (auto presented = session.present_key(id); !presented) return presented.error();
      const auto rows = session.execute(kFindKey, {id});
      if (!rows) return rows.error();
      if (rows->empty()) return std::optional<StoredKey>();
      return std::optional<StoredKey>(key_of(*rows, 0));
    };
    OrganizationKey nobody;
    co_return co_await database_.read(nobody, work);
  }

  Task<Result<std::vector<StoredKey>>> keys(OrganizationKey organization) override {
    const auto tenant = tenant_of(organization);
    const auto work = [&](DatabaseSession& session) -> Result<std::vector<StoredKey>> {
      const auto rows = session.execute(kListKeys, {tenant.value});
      if (!rows) return rows.error();
      std::vector<StoredKey> found;
      for (std::size_t i = 0; i < rows->size(); ++i) found.push_back(key_of(*rows, i));
      return found;
    };
    co_return co_await database_.read(tenant, work);
  }

  Task<Result<void>> add_key(StoredKey key, ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return insert_key(write, key, clock_.wall_now()); };
    co_return co_await write(key.organization, note, change);
  }
  Task<Result<void>> revoke_key(OrganizationKey organization, std::string id, ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return revoke(write, id, clock_.wall_now()); };
    co_return co_await write(organization, note, change);
  }
  Task<Result<void>> touch_keys(std::vector<std::pair<std::string, WallTime>> last_uses) override {
    if (last_uses.empty()) co_return Result<void>();
    const auto work = [&](DatabaseSession& session) { return touch(session, last_uses); };
    OrganizationKey nobody;
    co_return co_await database_.transact(nobody, work);
  }

  Task<Result<std::optional<RememberedAnswer>>> begin_once(OrganizationKey organization, std::string actor,
                                                           std::string key, std::string request_sha256) override {
    const RequestName name{tenant_of(organization), actor, key, request_sha256};
    const auto now = clock_.wall_now();
    const auto work = [&](DatabaseSession& session) { return remember_request(session, name, now); };
    co_return co_await database_.transact(name.tenant, work);
  }
  Task<Result<void>> end_once(OrganizationKey organization, std::string actor, std::string key,
                              RememberedAnswer answer) override {
    const RequestName name{tenant_of(organization), actor, key, answer.request_sha256};
    const auto work = [&](DatabaseSession& session) { return remember_answer(session, name, answer); };
    co_return co_await database_.transact(name.tenant, work);
  }

  Task<Result<std::vector<StoredSetting>>> settings(OrganizationKey organization) override {
    const auto tenant = tenant_of(organization);
    const auto work = [&](DatabaseSession& session) -> Result<std::vector<StoredSetting>> {
      const auto rows = session.execute(
          "SELECT name, value, version FROM settings WHERE organization_id = (SELECT id FROM tenants WHERE key = $1) "
          "OR ($1 = '*' AND organization_id IS NULL) ORDER BY name",
          {tenant.value});
      if (!rows) return rows.error();
      std::vector<StoredSetting> found;
      for (std::size_t i = 0; i < rows->size(); ++i) {
        found.push_back({rows->text(i, 0), rows->text(i, 1), rows->integer(i, 2)});
      }
      return found;
    };
    co_return co_await database_.read(tenant, work);
  }
  Task<Result<StoredSetting>> save_setting(OrganizationKey organization, std::string name, std::string value,
                                           std::optional<std::int64_t> expected, ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return save(write, name, value, expected); };
    co_return co_await write(organization, note, change);
  }

  Task<Result<void>> note_action(OrganizationKey organization, std::string action, std::string object,
                                 std::string after, ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return write_audit(write, action, object, "", after); };
    co_return co_await write(organization, note, change);
  }

 private:
  template <class Change>
  Task<std::invoke_result_t<Change, OrganizationWrite&>> write(const OrganizationKey& organization,
                                                               const ChangeNote& note, const Change& change) {
    const auto tenant = tenant_of(organization);
    const auto work = [&](DatabaseSession& session) -> std::invoke_result_t<Change, OrganizationWrite&> {
      auto found = writer_for(session, tenant);
      if (!found) return found.error();
      OrganizationWrite write{session, ids_, note, *found};
      return change(write);
    };
    co_return co_await database_.transact(tenant, work);
  }

  Database& database_;
  Clock& clock_;
  RowIds ids_{clock_};
};

}  // namespace

std::unique_ptr<AccessStore> AccessStore::create(Database& database, Clock& clock) {
  return std::make_unique<PostgresAccessStore>(database, clock);
}

}  // namespace parley
