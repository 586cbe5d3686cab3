// SPDX-License-Identifier: Apache-2.0
#include "parley/store/knowledge_store.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "organization_rows.hpp"

namespace parley {
namespace {

// Lets one writer in at a time and tells nodes that what they know is old.
Result<void> raise_version(OrganizationWrite& write) {
  const auto raised = write.session.execute(
      "INSERT INTO knowledge_versions AS old (organization_id) VALUES ($1::uuid) "
      "ON CONFLICT (organization_id) DO UPDATE SET version = old.version + 1",
      {write.tenant.id});
  if (!raised) return raised.error();
  return {};
}

Result<std::size_t> count_of(DatabaseSession& session, const std::string& tenant, const std::string& sources,
                             bool others) {
  const auto rows = session.execute(
      "SELECT count(*) FROM knowledge WHERE organization_id = $1::uuid AND (source = ANY ($2::text[])) <> $3::boolean",
      {tenant, sources, others ? "true" : "false"});
  if (!rows) return rows.error();
  return static_cast<std::size_t>(rows->integer(0, 0));
}

std::string change_json(const KnowledgeChange& change) {
  return nlohmann::json{{"sources", change.sources}, {"added", change.added}, {"removed", change.removed}}.dump(
      -1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<std::string> sources_of(const std::vector<KnowledgePiece>& pieces) {
  std::set<std::string> sources;
  for (const auto& piece : pieces) sources.insert(piece.source);
  return {sources.begin(), sources.end()};
}

Result<void> insert_pieces(OrganizationWrite& write, const std::vector<KnowledgePiece>& pieces) {
  std::vector<std::string> ids;
  std::vector<std::string> sources;
  std::vector<std::string> titles;
  std::vector<std::string> texts;
  for (const auto& piece : pieces) {
    ids.push_back(write.ids.next());
    sources.push_back(piece.source);
    titles.push_back(piece.title);
    texts.push_back(piece.text);
  }
  const auto added = write.session.execute(
      "INSERT INTO knowledge (id, organization_id, source, title, body, position) "
      "SELECT id, $1::uuid, source, title, body, place "
      "FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS new (id, source, title, body, "
      "place)",
      {write.tenant.id, to_sql_array(ids), to_sql_array(sources), to_sql_array(titles), to_sql_array(texts)});
  if (!added) return added.error();
  return {};
}

Result<KnowledgeChange> import_pieces(OrganizationWrite& write, const std::vector<KnowledgePiece>& pieces,
                                      bool dry_run) {
  KnowledgeChange change{sources_of(pieces), pieces.size(), 0};
  const auto sources = to_sql_array(change.sources);
  if (!dry_run) {
    if (const auto raised = raise_version(write); !raised) return raised.error();
  }
  const auto kept = count_of(write.session, write.tenant.id, sources, true);
  if (!kept) return kept.error();
  if (*kept + pieces.size() > kMostPieces)
    return Error{Fault::invalid_input, "an organization has at most " + std::to_string(kMostPieces) +
                                           " pieces; it would have " + std::to_string(*kept + pieces.size())};
  const auto removed = count_of(write.session, write.tenant.id, sources, false);
  if (!removed) return removed.error();
  change.removed = *removed;
  if (dry_run) return change;
  const auto gone =
      write.session.execute("DELETE FROM knowledge WHERE organization_id = $1::uuid AND source = ANY ($2::text[])",
                            {write.tenant.id, sources});
  if (!gone) return gone.error();
  if (const auto added = insert_pieces(write, pieces); !added) return added.error();
  const auto noted = write_audit(write, "knowledge.imported", "knowledge", "", change_json(change));
  if (!noted) return noted.error();
  return change;
}

Result<KnowledgeChange> remove_source(OrganizationWrite& write, const std::string& source) {
  if (const auto raised = raise_version(write); !raised) return raised.error();
  const auto gone = write.session.execute("DELETE FROM knowledge WHERE organization_id = $1::uuid AND source = $2",
                                          {write.tenant.id, source});
  if (!gone) return gone.error();
  if (gone->affected() == 0) return Error{Fault::not_found, "there is no such source"};
  KnowledgeChange change{{source}, 0, gone->affected()};
  const auto noted = write_audit(write, "knowledge.removed", "knowledge", change_json(change), "");
  if (!noted) return noted.error();
  return change;
}

Result<KnowledgePage> list_pieces(DatabaseSession& session, const OrganizationKey& key, const std::string& source,
                                  std::size_t limit, const std::string& after_id) {
  const auto tenant = find_tenant(session, key);
  if (!tenant) return tenant.error();
  if (!after_id.empty() && !Uuid::parse(after_id)) return Error{Fault::invalid_input, "the cursor is none of ours"};
  const auto rows = session.execute(
      "SELECT id, title, body, source, (extract(epoch FROM created_at) * 1000)::bigint FROM knowledge "
      "WHERE organization_id = $1::uuid AND ($2 = '' OR source = $2) AND ($3::uuid IS NULL OR id > $3::uuid) "
      "ORDER BY id LIMIT $4::int",
      {tenant->id, source, after_id.empty() ? SqlValue() : SqlValue(after_id), std::to_string(limit + 1)});
  if (!rows) return rows.error();
  KnowledgePage page;
  for (std::size_t i = 0; i < std::min(rows->size(), limit); ++i) {
    page.pieces.push_back(
        {rows->text(i, 0), {rows->text(i, 1), rows->text(i, 2), rows->text(i, 3)}, from_epoch_ms(rows->integer(i, 4))});
  }
  if (rows->size() > limit && !page.pieces.empty()) page.next_cursor = page.pieces.back().id;
  return page;
}

// Work may run twice when a connection was found dead: it changes nothing that it was given.
class PostgresKnowledgeStore final : public KnowledgeStore {
 public:
  PostgresKnowledgeStore(Database& database, Clock& clock) : database_(database), ids_(clock) {}

  Task<Result<KnowledgePage>> list(OrganizationKey key, std::string source, std::size_t limit,
                                   std::string after_id) override {
    const auto work = [&](DatabaseSession& session) { return list_pieces(session, key, source, limit, after_id); };
    co_return co_await database_.transact(key, work);
  }
  Task<Result<KnowledgeChange>> import(OrganizationKey key, std::vector<KnowledgePiece> pieces, bool dry_run,
                                       ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return import_pieces(write, pieces, dry_run); };
    co_return co_await write(key, note, change);
  }
  Task<Result<KnowledgeChange>> remove(OrganizationKey key, std::string source, ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return remove_source(write, source); };
    co_return co_await write(key, note, change);
  }

 private:
  // The tenant's version stays: who answers by knowledge goes by a version of its own.
  template <class Change>
  Task<Result<KnowledgeChange>> write(const OrganizationKey& key, const ChangeNote& note, const Change& change) {
    const auto work = [&](DatabaseSession& session) -> Result<KnowledgeChange> {
      auto tenant = find_tenant(session, key);
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

std::unique_ptr<KnowledgeStore> KnowledgeStore::create(Database& database, Clock& clock) {
  return std::make_unique<PostgresKnowledgeStore>(database, clock);
}

}  // namespace parley
