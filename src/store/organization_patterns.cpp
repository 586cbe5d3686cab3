// SPDX-License-Identifier: Apache-2.0
#include "organization_patterns.hpp"

#include "parley/config/organization_document.hpp"
#include "stored_definition.hpp"

namespace parley {
namespace {

Error unknown_pattern() { return {Fault::not_found, "there is no such pattern"}; }
Error taken(const std::string& key) { return {Fault::conflict, "there is a pattern '" + key + "' already"}; }

// A row of id, definition, version, created, updated.
Result<StoredPattern> stored(const Rows& rows, std::size_t row) {
  auto pattern = stored_pattern(rows.text(row, 1));
  if (!pattern) return pattern.error();
  return StoredPattern{rows.text(row, 0), std::move(*pattern), rows.integer(row, 2),
                       from_epoch_ms(rows.integer(row, 3)), from_epoch_ms(rows.integer(row, 4))};
}

Result<StoredPattern> find_by_id(DatabaseSession& session, const std::string& tenant_id, const std::string& id) {
  if (!Uuid::parse(id)) return unknown_pattern();
  const auto rows = session.execute(
      "SELECT id, definition, version, (extract(epoch FROM created_at) * 1000)::bigint, "
      "(extract(epoch FROM updated_at) * 1000)::bigint FROM patterns "
      "WHERE organization_id = $1::uuid AND id = $2::uuid",
      {tenant_id, id});
  if (!rows) return rows.error();
  if (rows->empty()) return unknown_pattern();
  return stored(*rows, 0);
}

}  // namespace

Result<std::vector<Pattern>> read_patterns(DatabaseSession& session, const std::string& tenant_id) {
  const auto rows = session.execute(
      "SELECT definition FROM patterns WHERE organization_id = $1::uuid ORDER BY position, key", {tenant_id});
  if (!rows) return rows.error();
  std::vector<Pattern> patterns;
  patterns.reserve(rows->size());
  for (std::size_t i = 0; i < rows->size(); ++i) {
    auto pattern = stored_pattern(rows->text(i, 0));
    if (!pattern) return pattern.error();
    patterns.push_back(std::move(*pattern));
  }
  return patterns;
}

Result<void> set_patterns(OrganizationWrite& write, const std::vector<Pattern>& wanted) {
  std::vector<std::string> ids;
  std::vector<std::string> keys;
  std::vector<std::string> definitions;
  for (const auto& pattern : wanted) {
    ids.push_back(write.ids.next());
    keys.push_back(pattern.key);
    definitions.push_back(pattern_to_json(pattern));
  }
  const auto gone = write.session.execute(
      "DELETE FROM patterns WHERE organization_id = $1::uuid "
      "AND NOT EXISTS (SELECT FROM unnest($2::text[]) AS wanted (key) WHERE wanted.key = patterns.key)",
      {write.tenant.id, to_sql_array(keys)});
  if (!gone) return gone.error();
  // A pattern that is the same keeps its row; a new place in the list alone is no new version of it.
  const auto kept = write.session.execute(
      "INSERT INTO patterns AS old (id, organization_id, key, position, active, examples, reply, definition) "
      "SELECT id, $1::uuid, key, place, (definition->>'active')::boolean, "
      "ARRAY(SELECT jsonb_array_elements_text(definition->'examples')), definition->>'reply', definition "
      "FROM unnest($2::uuid[], $3::text[], $4::jsonb[]) WITH ORDINALITY AS new (id, key, definition, place) "
      "ON CONFLICT (organization_id, key) DO UPDATE SET position = excluded.position, active = excluded.active, "
      "examples = excluded.examples, reply = excluded.reply, definition = excluded.definition, "
      "version = old.version + CASE WHEN old.definition = excluded.definition THEN 0 ELSE 1 END "
      "WHERE old.definition <> excluded.definition OR old.position <> excluded.position",
      {write.tenant.id, to_sql_array(ids), to_sql_array(keys), to_sql_array(definitions)});
  if (!kept) return kept.error();
  return {};
}

Result<PatternPage> list_patterns(DatabaseSession& session, const OrganizationKey& key, std::size_t limit,
                                  const std::string& after_key) {
  const auto tenant = find_tenant(session, key);
  if (!tenant) return tenant.error();
  const auto rows = session.execute(
      "SELECT id, definition, version, (extract(epoch FROM created_at) * 1000)::bigint, "
      "(extract(epoch FROM updated_at) * 1000)::bigint FROM patterns "
      "WHERE organization_id = $1::uuid AND key > $2 ORDER BY key LIMIT $3::bigint",
      {tenant->id, after_key, std::to_string(limit + 1)});
  if (!rows) return rows.error();
  PatternPage page;
  for (std::size_t i = 0; i < rows->size() && i < limit; ++i) {
    auto pattern = stored(*rows, i);
    if (!pattern) return pattern.error();
    page.patterns.push_back(std::move(*pattern));
  }
  if (rows->size() > limit && limit > 0) page.next_cursor = page.patterns.back().pattern.key;
  return page;
}

Result<StoredPattern> find_pattern(DatabaseSession& session, const OrganizationKey& key, const std::string& id) {
  const auto tenant = find_tenant(session, key);
  if (!tenant) return tenant.error();
  return find_by_id(session, tenant->id, id);
}

Result<StoredPatternText> find_pattern_text(DatabaseSession& session, const std::string& id) {
  if (!Uuid::parse(id)) return unknown_pattern();
  const auto rows = session.execute(
      "SELECT id, definition, version, (extract(epoch FROM created_at) * 1000)::bigint, "
      "(extract(epoch FROM updated_at) * 1000)::bigint FROM patterns WHERE id = $1::uuid",
      {id});
  if (!rows) return rows.error();
  if (rows->empty()) return unknown_pattern();
  return StoredPatternText{rows->text(0, 0), rows->text(0, 1), rows->integer(0, 2), from_epoch_ms(rows->integer(0, 3)),
                           from_epoch_ms(rows->integer(0, 4))};
}

Result<StoredPattern> add_pattern(OrganizationWrite& write, const Pattern& pattern) {
  const auto places = write.session.execute(
      "SELECT count(*), coalesce(max(position), 0) + 1 FROM patterns WHERE organization_id = $1::uuid",
      {write.tenant.id});
  if (!places) return places.error();
  if (places->integer(0, 0) >= static_cast<std::int64_t>(kMostPatterns)) {
    return Error{Fault::invalid_input, "an organization has at most " + std::to_string(kMostPatterns) + " patterns"};
  }
  const auto json = pattern_to_json(pattern);
  const auto id = write.ids.next();
  const auto rows = write.session.execute(
      "INSERT INTO patterns (id, organization_id, key, position, active, examples, reply, definition) "
      "VALUES ($1::uuid, $2::uuid, $3, $4::integer, $5::boolean, $6::text[], $7, $8::jsonb) "
      "ON CONFLICT (organization_id, key) DO NOTHING",
      {id, write.tenant.id, pattern.key, places->text(0, 1), pattern.active ? "true" : "false",
       to_sql_array(pattern.examples), pattern.reply, json});
  if (!rows) return rows.error();
  if (rows->affected() == 0) return taken(pattern.key);
  const auto noted = write_audit(write, "pattern.created", "pattern " + pattern.key, "", json);
  if (!noted) return noted.error();
  return find_by_id(write.session, write.tenant.id, id);
}

Result<StoredPattern> save_pattern(OrganizationWrite& write, const std::string& id, const Pattern& pattern,
                                   std::int64_t expected) {
  const auto before = find_by_id(write.session, write.tenant.id, id);
  if (!before) return before.error();
  if (before->version != expected) return stale();
  // Writers of an organization come one by one (change_tenant): nobody takes the key in between.
  const auto holder =
      write.session.execute("SELECT 1 FROM patterns WHERE organization_id = $1::uuid AND key = $2 AND id <> $3::uuid",
                            {write.tenant.id, pattern.key, id});
  if (!holder) return holder.error();
  if (!holder->empty()) return taken(pattern.key);
  const auto json = pattern_to_json(pattern);
  const auto rows = write.session.execute(
      "UPDATE patterns SET key = $1, active = $2::boolean, examples = $3::text[], reply = $4, definition = $5::jsonb, "
      "version = version + 1 WHERE organization_id = $6::uuid AND id = $7::uuid AND version = $8::bigint",
      {pattern.key, pattern.active ? "true" : "false", to_sql_array(pattern.examples), pattern.reply, json,
       write.tenant.id, id, std::to_string(expected)});
  if (!rows) return rows.error();
  if (rows->affected() == 0) return stale();
  const auto noted =
      write_audit(write, "pattern.changed", "pattern " + pattern.key, pattern_to_json(before->pattern), json);
  if (!noted) return noted.error();
  return find_by_id(write.session, write.tenant.id, id);
}

Result<void> remove_pattern(OrganizationWrite& write, const std::string& id, std::int64_t expected) {
  const auto before = find_by_id(write.session, write.tenant.id, id);
  if (!before) return before.error();
  const auto rows = write.session.execute(
      "DELETE FROM patterns WHERE organization_id = $1::uuid AND id = $2::uuid AND version = $3::bigint",
      {write.tenant.id, id, std::to_string(expected)});
  if (!rows) return rows.error();
  if (rows->affected() == 0) return stale();
  return write_audit(write, "pattern.removed", "pattern " + before->pattern.key, pattern_to_json(before->pattern), "");
}

}  // namespace parley
