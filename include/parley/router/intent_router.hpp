// SPDX-License-Identifier: Apache-2.0
// From what was said to which pattern answers it: pure, a value in, a value out.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "parley/core/organization.hpp"
#include "parley/core/result.hpp"
#include "parley/router/route.hpp"

namespace parley {

// Compiled once for an organization's patterns, immutable, shared by all its calls.
class IntentRouter {
 public:
  virtual ~IntentRouter() = default;
  virtual RouteDecision route(const RouteQuery& query) const = 0;
};

// Layers 0 and 1a over the organization's patterns. Fails with every fault of its rules listed.
Result<std::shared_ptr<const IntentRouter>> create_rule_router(const Organization& organization);

}  // namespace parley
