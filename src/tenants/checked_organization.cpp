// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>
#include <utility>

#include "parley/config/organization_document.hpp"
#include "parley/core/sha256.hpp"
#include "parley/dialogue/reply_text.hpp"
#include "parley/tenants/tenant_keeper.hpp"

namespace parley {
namespace {

std::string version_of(const Organization& definition) {
  return sha256_hex(organization_to_json(definition)).substr(0, 16) + (definition.draft ? "-draft" : "");
}

}  // namespace

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
  auto version = version_of(definition);
  checked.served = ServedOrganization{std::make_shared<const Organization>(std::move(definition)), std::move(*router),
                                      std::move(version)};
  return checked;
}

}  // namespace parley
