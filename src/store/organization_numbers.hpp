// SPDX-License-Identifier: Apache-2.0
// Phone numbers of organizations: each belongs to one of all.
#pragma once

#include "organization_rows.hpp"

namespace parley {

// What is compared: "+1555…" and "1555…" are the same number, names match in any case.
std::string dialled_form(std::string_view number);

struct NumberRows {
  std::vector<std::string> published;
  std::vector<std::string> draft;
};
// In the order in which they were added.
Result<NumberRows> read_numbers(DatabaseSession& session, const std::string& tenant_id);
// Numbers become `wanted`; those that stay keep their rows. conflict names the first that is taken.
Result<void> set_numbers(OrganizationWrite& write, const std::vector<std::string>& wanted, bool draft);

Result<std::vector<StoredNumber>> list_numbers(DatabaseSession& session, const OrganizationKey& key);
Result<StoredNumber> add_number(OrganizationWrite& write, const std::string& number);
Result<void> remove_number(OrganizationWrite& write, const std::string& id);

}  // namespace parley
