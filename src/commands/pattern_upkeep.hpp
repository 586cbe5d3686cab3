// SPDX-License-Identifier: Apache-2.0
// What operators do to the patterns of organizations from the command line, on the stores alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/task.hpp"
#include "parley/store/learning_store.hpp"
#include "parley/store/organization_store.hpp"
#include "parley/store/pattern_stats.hpp"

namespace parley::commands {

struct UpkeepStores {
  OrganizationStore& organizations;
  LearningStore& learned;
  PatternStatsStore& stats;
};

struct BootstrapDone {
  std::vector<std::string> added;  // keys
  std::vector<std::string> kept;   // were there already, whatever they say
};

struct CleanDone {
  std::vector<std::string> removed;  // keys of learned patterns
  Unlearned rows;
};

struct InspectedPattern {
  Pattern pattern;
  PatternStats stats;
};

struct Inspected {
  std::vector<InspectedPattern> patterns;
  Unlearned rows;
};

// Patterns of a template that the organization has not; in one transaction each.
Task<Result<BootstrapDone>> bootstrap(UpkeepStores stores, OrganizationKey organization, std::vector<Pattern> wanted,
                                      bool dry_run);
Task<Result<Inspected>> inspect(UpkeepStores stores, OrganizationKey organization);
// What the router learned goes; what people wrote stays.
Task<Result<CleanDone>> clean(UpkeepStores stores, OrganizationKey organization, bool dry_run);
Task<Result<std::int64_t>> reset_stats(UpkeepStores stores, OrganizationKey organization, bool dry_run);

}  // namespace parley::commands
