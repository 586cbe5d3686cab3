// SPDX-License-Identifier: Apache-2.0
// The key `router` of a definition.
#pragma once

#include "field_reader.hpp"
#include "parley/core/organization.hpp"

namespace parley {

void read_router(const YamlNode& node, FaultList& faults, RouterFlags& place);

}  // namespace parley
