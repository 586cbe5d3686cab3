// SPDX-License-Identifier: Apache-2.0
#include "organizations.hpp"

#include <memory>
#include <utility>

#include "parley/config/load_organizations.hpp"
#include "parley/dialogue/reply_text.hpp"

namespace parley {

PreparedOrganizations prepare_organizations(const std::string& directory, const std::vector<std::string>& voices,
                                            const Log& log) {
  PreparedOrganizations prepared;
  auto loaded = load_organizations(directory, voices);
  for (const auto& fault : loaded.faults) prepared.faults.push_back(to_string(fault));
  for (auto& organization : loaded.organizations) {
    const std::string& key = organization.key.value;
    for (const auto& fault : check_templates(organization)) prepared.faults.push_back(key + ": " + fault);
    auto router = create_rule_router(organization);
    if (!router) {
      prepared.faults.push_back(key + ": " + router.error().message);
      continue;
    }
    if (organization.fallback.transfer_to) {
      log.info("transfer.by_carrier",
               "calls are transferred by carriers that can; callers by other doors are offered a call back instead",
               {{"organization", key}});
    }
    prepared.organizations.push_back({std::make_shared<const Organization>(std::move(organization)), *router});
  }
  return prepared;
}

}  // namespace parley
