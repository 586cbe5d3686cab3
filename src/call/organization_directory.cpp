// SPDX-License-Identifier: Apache-2.0
#include "parley/call/organization_directory.hpp"

#include <algorithm>
#include <cctype>
#include <set>

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

Result<void> OrganizationDirectory::serve(std::vector<ServedOrganization> organizations) {
  auto table = std::make_shared<Table>();
  std::set<OrganizationKey> keys;
  for (auto& organization : organizations) {
    const auto& definition = *organization.definition;
    if (!keys.insert(definition.key).second) {
      return Error{Fault::invalid_input, "organization '" + definition.key.value + "' is defined twice"};
    }
    for (const auto& number : definition.numbers) {
      const auto [place, added] = table->by_number.emplace(canonical(number), organization);
      if (!added) {
        return Error{Fault::invalid_input, "number '" + number + "' belongs to '" + definition.key.value +
                                               "' and to '" + place->second.definition->key.value + "'"};
      }
    }
  }
  table->organizations.assign(keys.begin(), keys.end());
  std::lock_guard lock(mutex_);
  table_ = std::move(table);
  return {};
}

std::optional<ServedOrganization> OrganizationDirectory::by_number(std::string_view number) const {
  std::shared_ptr<const Table> table;
  {
    std::lock_guard lock(mutex_);
    table = table_;
  }
  auto found = table->by_number.find(canonical(number));
  if (found == table->by_number.end()) return std::nullopt;
  return found->second;
}

std::optional<OrganizationKey> OrganizationDirectory::only() const {
  std::lock_guard lock(mutex_);
  if (table_->organizations.size() != 1) return std::nullopt;
  return table_->organizations.front();
}

std::size_t OrganizationDirectory::size() const {
  std::lock_guard lock(mutex_);
  return table_->organizations.size();
}

}  // namespace parley
