// SPDX-License-Identifier: Apache-2.0
#include "organization_whole.hpp"

#include "organization_numbers.hpp"
#include "organization_patterns.hpp"
#include "parley/config/organization_document.hpp"
#include "stored_definition.hpp"

namespace parley {
namespace {

std::string profile_json(const Organization& definition) {
  return organization_to_json(definition, OrganizationParts::profile);
}

std::string object_name(const OrganizationKey& key) { return "organization " + key.value; }

// The profile and its version; conflict when it is not `expected`.
Result<Organization> profile_of(OrganizationWrite& write, std::optional<std::int64_t> expected) {
  const auto rows = write.session.execute("SELECT profile, version FROM organizations WHERE organization_id = $1::uuid",
                                          {write.tenant.id});
  if (!rows) return rows.error();
  if (rows->empty()) return Error{Fault::not_found, "there is no organization '" + write.tenant.key.value + "'"};
  if (expected && rows->integer(0, 1) != *expected) return stale();
  return stored_profile(rows->text(0, 0));
}

Result<Organization> whole_of(OrganizationWrite& write, std::optional<std::int64_t> expected) {
  auto whole = profile_of(write, expected);
  if (!whole) return whole.error();
  auto numbers = read_numbers(write.session, write.tenant.id);
  if (!numbers) return numbers.error();
  auto patterns = read_patterns(write.session, write.tenant.id);
  if (!patterns) return patterns.error();
  whole->numbers = std::move(numbers->published);
  whole->patterns = std::move(*patterns);
  return std::move(*whole);
}

}  // namespace

Result<std::vector<TenantVersion>> read_versions(DatabaseSession& session) {
  const auto rows = session.execute("SELECT key, version FROM tenants ORDER BY key");
  if (!rows) return rows.error();
  std::vector<TenantVersion> versions;
  versions.reserve(rows->size());
  for (std::size_t i = 0; i < rows->size(); ++i) {
    versions.push_back({OrganizationKey{rows->text(i, 0)}, rows->integer(i, 1)});
  }
  return versions;
}

Result<StoredOrganization> load_organization(DatabaseSession& session, const OrganizationKey& key) {
  // The version comes first: what changes between the statements is newer than it, and is loaded again.
  const auto rows = session.execute(
      "SELECT t.id, t.version, o.version, o.profile, (extract(epoch FROM o.created_at) * 1000)::bigint, "
      "(extract(epoch FROM o.updated_at) * 1000)::bigint, d.definition, d.version "
      "FROM tenants t JOIN organizations o ON o.organization_id = t.id "
      "LEFT JOIN drafts d ON d.organization_id = t.id WHERE t.key = $1",
      {key.value});
  if (!rows) return rows.error();
  if (rows->empty()) return Error{Fault::not_found, "there is no organization '" + key.value + "'"};
  const auto id = rows->text(0, 0);
  auto profile = stored_profile(rows->text(0, 3));
  if (!profile) return profile.error();
  auto numbers = read_numbers(session, id);
  if (!numbers) return numbers.error();
  auto patterns = read_patterns(session, id);
  if (!patterns) return patterns.error();
  StoredOrganization stored;
  stored.definition = std::move(*profile);
  stored.definition.numbers = std::move(numbers->published);
  stored.definition.patterns = std::move(*patterns);
  stored.tenant_version = rows->integer(0, 1);
  stored.version = rows->integer(0, 2);
  stored.created_at = from_epoch_ms(rows->integer(0, 4));
  stored.updated_at = from_epoch_ms(rows->integer(0, 5));
  if (rows->at(0, 6)) {
    auto draft = stored_organization(rows->text(0, 6));
    if (!draft) return draft.error();
    draft->numbers = std::move(numbers->draft);
    draft->draft = true;
    stored.draft = StoredDraft{std::move(*draft), rows->integer(0, 7)};
  }
  return stored;
}

Result<void> create_organization(DatabaseSession& session, RowIds& ids, const ChangeNote& note,
                                 const Organization& definition) {
  const auto id = ids.next();
  const auto tenant = session.execute(
      "INSERT INTO tenants (id, key) VALUES ($1::uuid, $2) ON CONFLICT (key) DO NOTHING", {id, definition.key.value});
  if (!tenant) return tenant.error();
  if (tenant->affected() == 0) {
    return Error{Fault::conflict, "there is an organization '" + definition.key.value + "' already"};
  }
  OrganizationWrite write{session, ids, note, TenantRow{id, definition.key, 1}};
  const auto profile = session.execute(
      "INSERT INTO organizations (organization_id, name, language, timezone, voice, profile) "
      "VALUES ($1::uuid, $2, $3, $4, $5, $6::jsonb)",
      {id, definition.name, definition.language, definition.timezone, definition.voice, profile_json(definition)});
  if (!profile) return profile.error();
  if (auto set = set_numbers(write, definition.numbers, false); !set) return set.error();
  if (auto set = set_patterns(write, definition.patterns); !set) return set.error();
  return write_audit(write, "organization.created", object_name(definition.key), "", organization_to_json(definition));
}

Result<void> replace_organization(OrganizationWrite& write, const Organization& definition, std::string_view action) {
  const auto before = whole_of(write, std::nullopt);
  if (!before) return before.error();
  const auto profile = write.session.execute(
      "UPDATE organizations SET name = $1, language = $2, timezone = $3, voice = $4, profile = $5::jsonb, "
      "version = version + 1 WHERE organization_id = $6::uuid AND profile <> $5::jsonb",
      {definition.name, definition.language, definition.timezone, definition.voice, profile_json(definition),
       write.tenant.id});
  if (!profile) return profile.error();
  if (auto set = set_numbers(write, definition.numbers, false); !set) return set.error();
  if (auto set = set_patterns(write, definition.patterns); !set) return set.error();
  return write_audit(write, action, object_name(definition.key), organization_to_json(*before),
                     organization_to_json(definition));
}

Result<std::int64_t> save_profile(OrganizationWrite& write, const Organization& definition, std::int64_t expected) {
  const auto before = profile_of(write, expected);
  if (!before) return before.error();
  const auto after = profile_json(definition);
  const auto rows = write.session.execute(
      "UPDATE organizations SET name = $1, language = $2, timezone = $3, voice = $4, profile = $5::jsonb, "
      "version = version + 1 WHERE organization_id = $6::uuid AND version = $7::bigint RETURNING version",
      {definition.name, definition.language, definition.timezone, definition.voice, after, write.tenant.id,
       std::to_string(expected)});
  if (!rows) return rows.error();
  if (rows->empty()) return stale();
  const auto noted =
      write_audit(write, "organization.changed", object_name(definition.key), profile_json(*before), after);
  if (!noted) return noted.error();
  return rows->integer(0, 0);
}

Result<void> remove_organization(OrganizationWrite& write, std::int64_t expected) {
  const auto before = whole_of(write, expected);
  if (!before) return before.error();
  const auto key = write.tenant.key;
  const auto gone = write.session.execute("DELETE FROM tenants WHERE id = $1::uuid", {write.tenant.id});
  if (!gone) return gone.error();
  // Nobody's rows are left to write it under: the installation remembers it.
  if (auto entered = write.session.enter(OrganizationKey{"*"}); !entered) return entered.error();
  write.tenant.id.clear();
  return write_audit(write, "organization.removed", object_name(key), organization_to_json(*before), "");
}

}  // namespace parley
