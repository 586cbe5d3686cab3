// SPDX-License-Identifier: Apache-2.0
#include "parley/store/organization_store.hpp"

#include "organization_drafts.hpp"
#include "organization_numbers.hpp"
#include "organization_patterns.hpp"
#include "organization_whole.hpp"

namespace parley {
namespace {

// Work may run twice when a connection was found dead: it changes nothing that it was given.
class PostgresOrganizationStore final : public OrganizationStore {
 public:
  PostgresOrganizationStore(Database& database, Clock& clock) : database_(database), ids_(clock) {}

  Task<Result<std::vector<TenantVersion>>> versions() override {
    OrganizationKey nobody;
    const auto work = [](DatabaseSession& session) { return read_versions(session); };
    co_return co_await database_.read(nobody, work);
  }
  Task<Result<StoredOrganization>> load(OrganizationKey key) override {
    const auto work = [&](DatabaseSession& session) { return load_organization(session, key); };
    co_return co_await database_.transact(key, work);
  }

  Task<Result<void>> create_organization(Organization definition, ChangeNote note) override {
    const auto work = [&](DatabaseSession& session) {
      return parley::create_organization(session, ids_, note, definition);
    };
    co_return co_await database_.transact(definition.key, work);
  }
  Task<Result<void>> replace(Organization definition, std::optional<std::int64_t> expected, ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) {
      return replace_organization(write, definition, "organization.replaced");
    };
    co_return co_await write(definition.key, note, expected, change);
  }
  Task<Result<std::int64_t>> save_profile(Organization definition, std::int64_t expected, ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return parley::save_profile(write, definition, expected); };
    co_return co_await write(definition.key, note, std::nullopt, change);
  }
  Task<Result<void>> remove(OrganizationKey key, std::int64_t expected, ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return remove_organization(write, expected); };
    co_return co_await write(key, note, std::nullopt, change);
  }

  Task<Result<std::vector<StoredNumber>>> numbers(OrganizationKey key) override {
    const auto work = [&](DatabaseSession& session) { return list_numbers(session, key); };
    co_return co_await database_.transact(key, work);
  }
  Task<Result<StoredNumber>> add_number(OrganizationKey key, std::string number, ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return parley::add_number(write, number); };
    co_return co_await write(key, note, std::nullopt, change);
  }
  Task<Result<void>> remove_number(OrganizationKey key, std::string id, ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return parley::remove_number(write, id); };
    co_return co_await write(key, note, std::nullopt, change);
  }

  Task<Result<PatternPage>> patterns(OrganizationKey key, std::size_t limit, std::string after_key) override {
    const auto work = [&](DatabaseSession& session) { return list_patterns(session, key, limit, after_key); };
    co_return co_await database_.transact(key, work);
  }
  Task<Result<StoredPattern>> pattern(OrganizationKey key, std::string id) override {
    const auto work = [&](DatabaseSession& session) { return find_pattern(session, key, id); };
    co_return co_await database_.transact(key, work);
  }
  Task<Result<StoredPatternText>> pattern_text(OrganizationKey key, std::string id) override {
    const auto work = [&](DatabaseSession& session) { return find_pattern_text(session, id); };
    auto found = co_await database_.read(key, work);
    co_return found;
  }
  Task<Result<StoredPattern>> add_pattern(OrganizationKey key, Pattern pattern, ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return parley::add_pattern(write, pattern); };
    co_return co_await write(key, note, std::nullopt, change);
  }
  Task<Result<StoredPattern>> save_pattern(OrganizationKey key, std::string id, Pattern pattern, std::int64_t expected,
                                           ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return parley::save_pattern(write, id, pattern, expected); };
    co_return co_await write(key, note, std::nullopt, change);
  }
  Task<Result<void>> remove_pattern(OrganizationKey key, std::string id, std::int64_t expected,
                                    ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return parley::remove_pattern(write, id, expected); };
    co_return co_await write(key, note, std::nullopt, change);
  }

  Task<Result<std::int64_t>> save_draft(Organization definition, std::optional<std::int64_t> expected,
                                        ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return parley::save_draft(write, definition, expected); };
    co_return co_await write(definition.key, note, std::nullopt, change);
  }
  Task<Result<void>> drop_draft(OrganizationKey key, ChangeNote note) override {
    const auto change = [](OrganizationWrite& write) { return parley::drop_draft(write); };
    co_return co_await write(key, note, std::nullopt, change);
  }
  Task<Result<void>> publish_draft(OrganizationKey key, std::int64_t expected, ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return parley::publish_draft(write, expected); };
    co_return co_await write(key, note, std::nullopt, change);
  }

  Task<Result<std::vector<AuditEntry>>> audit(OrganizationKey key, std::size_t limit, std::string after_id) override {
    const auto work = [&](DatabaseSession& session) { return read_audit(session, key, limit, after_id); };
    co_return co_await database_.read(key, work);
  }

 private:
  // One transaction that changes the tenant's rows by `change`. The caller awaits at once: references stay right.
  template <class Change>
  Task<std::invoke_result_t<Change, OrganizationWrite&>> write(const OrganizationKey& key, const ChangeNote& note,
                                                               std::optional<std::int64_t> tenant_version,
                                                               const Change& change) {
    using Answer = std::invoke_result_t<Change, OrganizationWrite&>;
    const auto work = [&](DatabaseSession& session) -> Answer {
      auto tenant = change_tenant(session, key, tenant_version);
      if (!tenant) return tenant.error();
      OrganizationWrite write{session, ids_, note, std::move(*tenant)};
      return change(write);
    };
    co_return co_await database_.transact(key, work);
  }

  Database& database_;
  RowIds ids_;
};

}  // namespace

std::unique_ptr<OrganizationStore> OrganizationStore::create(Database& database, Clock& clock) {
  return std::make_unique<PostgresOrganizationStore>(database, clock);
}

}  // namespace parley
