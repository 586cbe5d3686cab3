// SPDX-License-Identifier: Apache-2.0
#include "organization_numbers.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "parley/config/organization_document.hpp"

namespace parley {
namespace {

Error taken(const std::string& number) { return {Fault::conflict, "the number '" + number + "' is taken"}; }

std::string number_json(const std::string& number) { return "{\"number\":\"" + number + "\"}"; }

}  // namespace

std::string dialled_form(std::string_view number) {
  if (number.starts_with('+')) number.remove_prefix(1);
  std::string form(number);
  std::transform(form.begin(), form.end(), form.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return form;
}

Result<NumberRows> read_numbers(DatabaseSession& session, const std::string& tenant_id) {
  const auto rows = session.execute(
      "SELECT number, draft FROM phone_numbers WHERE organization_id = $1::uuid ORDER BY id", {tenant_id});
  if (!rows) return rows.error();
  NumberRows numbers;
  for (std::size_t i = 0; i < rows->size(); ++i) {
    (rows->truth(i, 1) ? numbers.draft : numbers.published).push_back(rows->text(i, 0));
  }
  return numbers;
}

Result<void> set_numbers(OrganizationWrite& write, const std::vector<std::string>& wanted, bool draft) {
  std::vector<std::string> ids;
  std::vector<std::string> dialled;
  std::set<std::string> seen;
  for (const auto& number : wanted) {
    if (!is_number(number)) return Error{Fault::invalid_input, "'" + number + "' is no number that can be called"};
    if (!seen.insert(dialled_form(number)).second) return taken(number);
    ids.push_back(write.ids.next());
    dialled.push_back(dialled_form(number));
  }
  const std::string is_draft = draft ? "true" : "false";
  // One that is written differently now is the same number with another row.
  const auto gone = write.session.execute(
      "DELETE FROM phone_numbers WHERE organization_id = $1::uuid AND draft = $2::boolean "
      "AND number <> ALL ($3::text[])",
      {write.tenant.id, is_draft, to_sql_array(wanted)});
  if (!gone) return gone.error();
  const auto added = write.session.execute(
      "INSERT INTO phone_numbers (id, organization_id, number, dialled, draft) "
      "SELECT id, $1::uuid, number, dialled, $2::boolean FROM unnest($3::uuid[], $4::text[], $5::text[]) "
      "AS new (id, number, dialled) ON CONFLICT (dialled) DO NOTHING",
      {write.tenant.id, is_draft, to_sql_array(ids), to_sql_array(wanted), to_sql_array(dialled)});
  if (!added) return added.error();
  const auto now = read_numbers(write.session, write.tenant.id);
  if (!now) return now.error();
  const auto& ours = draft ? now->draft : now->published;
  for (const auto& number : wanted) {
    if (std::find(ours.begin(), ours.end(), number) == ours.end()) return taken(number);
  }
  return {};
}

Result<std::vector<StoredNumber>> list_numbers(DatabaseSession& session, const OrganizationKey& key) {
  const auto tenant = find_tenant(session, key);
  if (!tenant) return tenant.error();
  const auto rows = session.execute(
      "SELECT id, number, (extract(epoch FROM created_at) * 1000)::bigint FROM phone_numbers "
      "WHERE organization_id = $1::uuid AND NOT draft ORDER BY id",
      {tenant->id});
  if (!rows) return rows.error();
  std::vector<StoredNumber> numbers;
  for (std::size_t i = 0; i < rows->size(); ++i) {
    numbers.push_back({rows->text(i, 0), rows->text(i, 1), from_epoch_ms(rows->integer(i, 2))});
  }
  return numbers;
}

Result<StoredNumber> add_number(OrganizationWrite& write, const std::string& number) {
  if (!is_number(number)) return Error{Fault::invalid_input, "1 to 64 letters, digits and +*#._- are a number"};
  const auto count =
      write.session.execute("SELECT count(*) FROM phone_numbers WHERE organization_id = $1::uuid", {write.tenant.id});
  if (!count) return count.error();
  if (count->integer(0, 0) >= static_cast<std::int64_t>(kMostNumbers)) {
    return Error{Fault::invalid_input, "an organization has at most " + std::to_string(kMostNumbers) + " numbers"};
  }
  const auto rows = write.session.execute(
      "INSERT INTO phone_numbers (id, organization_id, number, dialled) VALUES ($1::uuid, $2::uuid, $3, $4) "
      "ON CONFLICT (dialled) DO NOTHING RETURNING id, (extract(epoch FROM created_at) * 1000)::bigint",
      {write.ids.next(), write.tenant.id, number, dialled_form(number)});
  if (!rows) return rows.error();
  if (rows->empty()) return taken(number);
  const auto noted = write_audit(write, "number.added", "number " + number, "", number_json(number));
  if (!noted) return noted.error();
  return StoredNumber{rows->text(0, 0), number, from_epoch_ms(rows->integer(0, 1))};
}

Result<void> remove_number(OrganizationWrite& write, const std::string& id) {
  const Error unknown{Fault::not_found, "there is no such number"};
  if (!Uuid::parse(id)) return unknown;
  const auto rows = write.session.execute(
      "DELETE FROM phone_numbers WHERE id = $1::uuid AND organization_id = $2::uuid AND NOT draft RETURNING number",
      {id, write.tenant.id});
  if (!rows) return rows.error();
  if (rows->empty()) return unknown;
  const auto number = rows->text(0, 0);
  return write_audit(write, "number.removed", "number " + number, number_json(number), "");
}

}  // namespace parley
