// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>
#include <utility>

#include "parley/dialogue/reply_text.hpp"
#include "parley/tenants/tenant_keeper.hpp"

namespace parley {

CheckedOrganization check_organization(Organization definition, const std::vector<std::string>& voices) {
  CheckedOrganization checked;
  if (!voices.empty() && std::find(voices.begin(), voices.end(), definition.voice) == voices.end()) {
    std::string known;
    for (const auto& voice : voices) known += (known.empty() ? "" : ", ") + voice;
    checked.faults.push_back("organization: there is no voice '" + definition.voice + "'; this server has " + known);
  }
  for (const auto& fault : check_templates(definition)) checked.faults.push_back(fault);
  auto router = create_rule_router(definition);
  if (!router) checked.faults.push_back(router.error().message);
  if (!checked.faults.empty()) return checked;
  checked.served = ServedOrganization{std::make_shared<const Organization>(std::move(definition)), std::move(*router)};
  return checked;
}

}  // namespace parley
