// SPDX-License-Identifier: Apache-2.0
// Organizations of files into the database, where what is there already wins unless it is to be replaced.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "parley/async/task.hpp"
#include "parley/core/organization.hpp"
#include "parley/store/organization_store.hpp"

namespace parley::commands {

enum class Seeded { created, replaced, same, kept };  // kept: it differs, and was left as it is
std::string_view to_string(Seeded seeded);

// What to do with an organization that is `stored` as that, or not at all.
Seeded decide_seed(const Organization& file, const std::optional<Organization>& stored, bool replace);

struct SeedStep {
  OrganizationKey key;
  Seeded did = Seeded::kept;
  std::string problem;  // not empty: it was not done
};

struct SeedWish {
  bool replace = false;
  bool dry_run = false;
};

// One transaction an organization, in order; goes on after one that could not be done.
Task<std::vector<SeedStep>> seed_organizations(OrganizationStore& store, const std::vector<Organization>& files,
                                               SeedWish wish);

}  // namespace parley::commands
