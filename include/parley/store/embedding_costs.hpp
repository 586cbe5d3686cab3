// SPDX-License-Identifier: Apache-2.0
// What vectors cost that no turn of a call asked for.
#pragma once

#include <memory>

#include "parley/async/clock.hpp"
#include "parley/core/ids.hpp"
#include "parley/database/database.hpp"

namespace parley {

class EmbeddingCosts {
 public:
  static std::unique_ptr<EmbeddingCosts> create(Database& database, Clock& clock);
  virtual ~EmbeddingCosts() = default;
  // Adds to the day, UTC. not_found: no such organization.
  virtual Task<Result<void>> spent(OrganizationKey organization, double usd) = 0;
};

}  // namespace parley
