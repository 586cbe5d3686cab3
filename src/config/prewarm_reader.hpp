// SPDX-License-Identifier: Apache-2.0
// The key `prewarm` of a definition.
#pragma once

#include "field_reader.hpp"
#include "parley/core/organization.hpp"

namespace parley {

void read_prewarm(const YamlNode& node, FaultList& faults, PrewarmList& place);

}  // namespace parley
