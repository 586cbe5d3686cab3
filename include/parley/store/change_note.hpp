// SPDX-License-Identifier: Apache-2.0
// Who changes something and by which request: for the audit log, which is written in the transaction of the change.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "parley/core/ids.hpp"
#include "parley/core/time.hpp"

namespace parley {

struct ChangeNote {
  std::string actor;       // "key 0198…", "seed", "retention"
  std::string request_id;  // empty when no request asked for it
};

struct AuditEntry {
  std::string id;  // UUID v7
  WallTime at{};
  std::string actor;
  std::string request_id;
  std::string action;  // "pattern.created"
  std::string object;  // "pattern business_hours"
  std::string before;  // JSON; empty: there was nothing
  std::string after;
};

}  // namespace parley
