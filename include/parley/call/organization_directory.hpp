// SPDX-License-Identifier: Apache-2.0
// Which organization answers which number, ready to serve. Thread-safe: the SIP thread asks, a reload replaces.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parley/core/organization.hpp"
#include "parley/core/result.hpp"
#include "parley/router/intent_router.hpp"

namespace parley {

// Both are immutable snapshots; owners: the directory and each call that started with them.
struct ServedOrganization {
  OrganizationSnapshot definition;
  std::shared_ptr<const IntentRouter> router;
  // Of the definition's content: replies that are remembered under another are not used. The same on every instance.
  std::string version = {};
};

class OrganizationDirectory {
 public:
  // Replaces everything at once. Running calls keep what they started with. Fails, changing nothing, when a number or a
  // key is there twice.
  // Drafts answer their own numbers and no key.
  Result<void> serve(std::vector<ServedOrganization> organizations, std::vector<ServedOrganization> drafts = {});
  // Of what is published, by key.
  std::vector<ServedOrganization> all() const;
  // "+1555…" and "1555…" are the same number; names such as "demo" match in any case.
  std::optional<ServedOrganization> by_number(std::string_view number) const;
  std::optional<ServedOrganization> by_key(const OrganizationKey& key) const;
  // The organization of an installation that serves one alone: whoever calls a number that nobody owns called it.
  std::optional<OrganizationKey> only() const;
  std::size_t size() const;

 private:
  struct Table {
    std::unordered_map<std::string, ServedOrganization> by_number;
    std::map<OrganizationKey, ServedOrganization> by_key;
  };
  std::shared_ptr<const Table> table() const;

  mutable std::mutex mutex_;                                        // guards the pointer only
  std::shared_ptr<const Table> table_ = std::make_shared<Table>();  // shared with readers for the time of a look-up
};

}  // namespace parley
