// SPDX-License-Identifier: Apache-2.0
#include "organization_drafts.hpp"

#include "organization_numbers.hpp"
#include "organization_whole.hpp"
#include "parley/config/organization_document.hpp"
#include "stored_definition.hpp"

namespace parley {
namespace {

struct DraftRow {
  std::string definition;
  std::int64_t version = 0;
};

Result<std::optional<DraftRow>> find_draft(OrganizationWrite& write) {
  const auto rows = write.session.execute("SELECT definition, version FROM drafts WHERE organization_id = $1::uuid",
                                          {write.tenant.id});
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<DraftRow>();
  return std::optional<DraftRow>(DraftRow{rows->text(0, 0), rows->integer(0, 1)});
}

std::string object_name(const OrganizationWrite& write) { return "draft of organization " + write.tenant.key.value; }

Result<void> delete_draft(OrganizationWrite& write) {
  const auto gone = write.session.execute("DELETE FROM drafts WHERE organization_id = $1::uuid", {write.tenant.id});
  if (!gone) return gone.error();
  return set_numbers(write, {}, true);
}

}  // namespace

Result<std::int64_t> save_draft(OrganizationWrite& write, const Organization& definition,
                                std::optional<std::int64_t> expected) {
  const auto before = find_draft(write);
  if (!before) return before.error();
  const auto& draft = *before;
  if (draft.has_value() != expected.has_value() || (draft && draft->version != *expected)) return stale();
  const auto json = organization_to_json(definition);
  const auto rows = write.session.execute(
      "INSERT INTO drafts AS old (organization_id, definition) VALUES ($1::uuid, $2::jsonb) "
      "ON CONFLICT (organization_id) DO UPDATE SET definition = excluded.definition, version = old.version + 1 "
      "RETURNING version",
      {write.tenant.id, json});
  if (!rows) return rows.error();
  if (auto set = set_numbers(write, definition.numbers, true); !set) return set.error();
  const auto noted = write_audit(write, draft ? "draft.changed" : "draft.created", object_name(write),
                                 draft ? draft->definition : "", json);
  if (!noted) return noted.error();
  return rows->integer(0, 0);
}

Result<void> drop_draft(OrganizationWrite& write) {
  const auto before = find_draft(write);
  if (!before) return before.error();
  if (!before->has_value()) return Error{Fault::not_found, "there is no draft"};
  if (auto gone = delete_draft(write); !gone) return gone.error();
  return write_audit(write, "draft.dropped", object_name(write), (*before)->definition, "");
}

Result<void> publish_draft(OrganizationWrite& write, std::int64_t expected) {
  const auto before = find_draft(write);
  if (!before) return before.error();
  if (!before->has_value()) return Error{Fault::not_found, "there is no draft"};
  if ((*before)->version != expected) return stale();
  auto definition = stored_organization((*before)->definition);
  if (!definition) return definition.error();
  auto numbers = read_numbers(write.session, write.tenant.id);
  if (!numbers) return numbers.error();
  definition->numbers = std::move(numbers->published);
  if (auto gone = delete_draft(write); !gone) return gone.error();
  return replace_organization(write, *definition, "draft.published");
}

}  // namespace parley
