// SPDX-License-Identifier: Apache-2.0
#include "parley/call/organization_directory.hpp"

#include <algorithm>
#include <cctype>

namespace parley {
namespace {

std::string canonical(std::string_view number) {
  if (number.starts_with('+')) number.remove_prefix(1);
  std::string key(number);
  std::transform(key.begin(), key.end(), key.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return key;
}

}  // namespace

Result<void> OrganizationDirectory::serve(std::vector<ServedOrganization> organizations,
                                          std::vector<ServedOrganization> drafts) {
  auto table = std::make_shared<Table>();
  for (const auto& organization : organizations) {
    const auto& key = organization.definition->key;
    if (!table->by_key.emplace(key, organization).second) {
      return Error{Fault::invalid_input, "organization '" + key.value + "' is defined twice"};
    }
  }
  organizations.insert(organizations.end(), drafts.begin(), drafts.end());
  for (const auto& organization : organizations) {
    const auto& definition = *organization.definition;
    for (const auto& number : definition.numbers) {
      const auto [place, added] = table->by_number.emplace(canonical(number), organization);
      if (added) continue;
      return Error{Fault::invalid_input, "number '" + number + "' belongs to '" + definition.key.value + "' and to '" +
                                             place->second.definition->key.value + "'"};
    }
  }
  std::lock_guard lock(mutex_);
  table_ = std::move(table);
  return {};
}

std::vector<ServedOrganization> OrganizationDirectory::all() const {
  const auto table = this->table();
  std::vector<ServedOrganization> all;
  for (const auto& [key, organization] : table->by_key) all.push_back(organization);
  return all;
}

std::optional<ServedOrganization> OrganizationDirectory::by_number(std::string_view number) const {
  const auto table = this->table();
  const auto found = table->by_number.find(canonical(number));
  if (found == table->by_number.end()) return std::nullopt;
  return found->second;
}

std::optional<ServedOrganization> OrganizationDirectory::by_key(const OrganizationKey& key) const {
  const auto table = this->table();
  const auto found = table->by_key.find(key);
  if (found == table->by_key.end()) return std::nullopt;
  return found->second;
}

std::optional<OrganizationKey> OrganizationDirectory::only() const {
  const auto table = this->table();
  if (table->by_key.size() != 1) return std::nullopt;
  return table->by_key.begin()->first;
}

std::size_t OrganizationDirectory::size() const { return table()->by_key.size(); }

std::shared_ptr<const OrganizationDirectory::Table> OrganizationDirectory::table() const {
  std::lock_guard lock(mutex_);
  return table_;
}

}  // namespace parley
