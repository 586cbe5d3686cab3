// SPDX-License-Identifier: Apache-2.0
#include "pattern_upkeep.hpp"

#include <algorithm>
#include <utility>

namespace parley::commands {
namespace {

constexpr std::size_t kPage = 500;

ChangeNote by_hand() { return {"patterns command", ""}; }

Task<Result<std::vector<StoredPattern>>> all_patterns(OrganizationStore& store, OrganizationKey organization) {
  std::vector<StoredPattern> all;
  std::string after;
  for (;;) {
    auto page = co_await store.patterns(organization, kPage, after);
    if (!page) co_return page.error();
    for (auto& pattern : page->patterns) all.push_back(std::move(pattern));
    if (!page->next_cursor) co_return all;
    after = *page->next_cursor;
  }
}

std::vector<std::string> keys_of(const std::vector<StoredPattern>& patterns) {
  std::vector<std::string> keys;
  keys.reserve(patterns.size());
  for (const auto& one : patterns) keys.push_back(one.pattern.key);
  return keys;
}

}  // namespace

Task<Result<BootstrapDone>> bootstrap(UpkeepStores stores, OrganizationKey organization, std::vector<Pattern> wanted,
                                      bool dry_run) {
  auto there = co_await all_patterns(stores.organizations, organization);
  if (!there) co_return there.error();
  const auto known = keys_of(*there);
  BootstrapDone done;
  for (auto& pattern : wanted) {
    const auto key = pattern.key;
    if (std::find(known.begin(), known.end(), key) != known.end()) {
      done.kept.push_back(key);
      continue;
    }
    if (!dry_run) {
      auto added = co_await stores.organizations.add_pattern(organization, std::move(pattern), by_hand());
      if (!added) co_return added.error();
    }
    done.added.push_back(key);
  }
  co_return done;
}

Task<Result<Inspected>> inspect(UpkeepStores stores, OrganizationKey organization) {
  auto there = co_await all_patterns(stores.organizations, organization);
  if (!there) co_return there.error();
  auto stats = co_await stores.stats.of(organization, keys_of(*there));
  if (!stats) co_return stats.error();
  auto rows = co_await stores.learned.forget(organization, true);
  if (!rows) co_return rows.error();
  Inspected inspected;
  inspected.rows = *rows;
  for (auto& one : *there) {
    const auto known = stats->find(one.pattern.key);
    InspectedPattern shown;
    if (known != stats->end()) shown.stats = known->second;
    shown.pattern = std::move(one.pattern);
    inspected.patterns.push_back(std::move(shown));
  }
  co_return inspected;
}

Task<Result<CleanDone>> clean(UpkeepStores stores, OrganizationKey organization, bool dry_run) {
  auto there = co_await all_patterns(stores.organizations, organization);
  if (!there) co_return there.error();
  auto stats = co_await stores.stats.of(organization, keys_of(*there));
  if (!stats) co_return stats.error();
  CleanDone done;
  for (const auto& one : *there) {
    const auto known = stats->find(one.pattern.key);
    if (known == stats->end() || !known->second.learned) continue;
    if (!dry_run) {
      auto removed = co_await stores.organizations.remove_pattern(organization, one.id, one.version, by_hand());
      if (!removed) co_return removed.error();
    }
    done.removed.push_back(one.pattern.key);
  }
  auto rows = co_await stores.learned.forget(organization, dry_run);
  if (!rows) co_return rows.error();
  done.rows = *rows;
  if (!dry_run) {
    auto touched = co_await stores.learned.touch(organization);
    if (!touched) co_return touched.error();
  }
  co_return done;
}

Task<Result<std::int64_t>> reset_stats(UpkeepStores stores, OrganizationKey organization, bool dry_run) {
  if (dry_run) {
    auto there = co_await all_patterns(stores.organizations, organization);
    if (!there) co_return there.error();
    auto stats = co_await stores.stats.of(organization, keys_of(*there));
    if (!stats) co_return stats.error();
    co_return static_cast<std::int64_t>(stats->size());
  }
  std::vector<std::string> all;
  auto reset = co_await stores.stats.reset(organization, std::move(all), by_hand());
  co_return reset;
}

}  // namespace parley::commands
