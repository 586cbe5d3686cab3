// SPDX-License-Identifier: Apache-2.0
// Recordings and transcripts go when their organization's days are over (RetentionPolicy). Every instance erases the
// recordings on its own disk; transcripts whoever comes first.
#pragma once

#include <filesystem>
#include <memory>

#include "parley/async/clock.hpp"
#include "parley/core/log.hpp"
#include "parley/database/database.hpp"
#include "parley/store/organization_store.hpp"
#include "parley/store/write_behind.hpp"

namespace parley {

struct RetentionRun {
  std::size_t recordings = 0;
  std::size_t transcripts = 0;
  bool whole = true;  // false: the database did not answer, or there is more than one run may do

  friend bool operator==(const RetentionRun&, const RetentionRun&) = default;
};

class Retention {
 public:
  // Recordings are deleted below `recordings` alone.
  static std::unique_ptr<Retention> create(Database& database, OrganizationStore& organizations, RecentCalls& recent,
                                           const WriteBehind& written, std::filesystem::path recordings, Clock& clock,
                                           Log log);
  virtual ~Retention() = default;

  // Soon after the start and then every hour, until it is cancelled.
  virtual Task<void> run() = 0;
  // Once, for every organization. What is erased is audited, one entry an organization.
  virtual Task<RetentionRun> sweep() = 0;
};

}  // namespace parley
