// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string>

#include "parley/config/load_organizations.hpp"

// A definition without faults survives being written and read again; a faulty one says where.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string yaml(reinterpret_cast<const char*>(data), size);
  const auto parsed = parley::parse_organization(yaml, "fuzz.yaml");
  for (const auto& fault : parsed.faults) {
    if (fault.message.empty() || fault.line < 0) std::abort();
  }
  if (!parsed.faults.empty()) return 0;
  const auto again = parley::parse_organization(parley::organization_to_yaml(parsed.organization), "again.yaml");
  if (!again.faults.empty() || !(again.organization == parsed.organization)) std::abort();
  return 0;
}
