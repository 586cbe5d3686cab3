// SPDX-License-Identifier: Apache-2.0
// The chain from the wire to the voice as JSON.
#pragma once

#include <vector>

#include "json_body.hpp"
#include "parley/ops/health.hpp"

namespace parley {

Json chain_json(const std::vector<Link>& links);

}  // namespace parley
