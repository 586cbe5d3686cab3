// SPDX-License-Identifier: Apache-2.0
#include "seeding.hpp"

#include <algorithm>

namespace parley::commands {
namespace {

// Numbers have no order.
Organization comparable(Organization organization) {
  std::sort(organization.numbers.begin(), organization.numbers.end());
  return organization;
}

Task<SeedStep> seed_one(OrganizationStore& store, const Organization& file, SeedWish wish) {
  SeedStep step;
  step.key = file.key;
  const ChangeNote note{"seed", ""};
  auto loaded = co_await store.load(file.key);
  if (!loaded && loaded.error().fault == Fault::not_found && !wish.dry_run) {
    const auto created = co_await store.create_organization(file, note);
    if (created) {
      step.did = Seeded::created;
      co_return step;
    }
    // Somebody else may have been first with this organization, or the number is another's.
    loaded = co_await store.load(file.key);
    if (!loaded) {
      step.problem = created.error().message;
      co_return step;
    }
  }
  if (!loaded && loaded.error().fault != Fault::not_found) {
    step.problem = loaded.error().message;
    co_return step;
  }
  std::optional<Organization> stored;
  if (loaded) stored = std::move(loaded->definition);
  step.did = decide_seed(file, stored, wish.replace);
  if (step.did != Seeded::replaced || wish.dry_run) co_return step;
  const auto replaced = co_await store.replace(file, loaded->tenant_version, note);
  if (!replaced) step.problem = replaced.error().message;
  co_return step;
}

}  // namespace

std::string_view to_string(Seeded seeded) {
  switch (seeded) {
    case Seeded::created:
      return "created";
    case Seeded::replaced:
      return "replaced";
    case Seeded::same:
      return "same";
    case Seeded::kept:
      return "kept";
  }
  return "kept";
}

Seeded decide_seed(const Organization& file, const std::optional<Organization>& stored, bool replace) {
  if (!stored) return Seeded::created;
  if (comparable(*stored) == comparable(file)) return Seeded::same;
  return replace ? Seeded::replaced : Seeded::kept;
}

Task<std::vector<SeedStep>> seed_organizations(OrganizationStore& store, const std::vector<Organization>& files,
                                               SeedWish wish) {
  std::vector<SeedStep> steps;
  for (const auto& file : files) {
    auto step = co_await seed_one(store, file, wish);
    steps.push_back(std::move(step));
  }
  co_return steps;
}

}  // namespace parley::commands
