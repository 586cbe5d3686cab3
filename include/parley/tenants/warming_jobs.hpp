// SPDX-License-Identifier: Apache-2.0
// What is worth having ready for the organizations of this node: questions that are configured or were asked often,
// and what is known of callers that are configured or call often.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/cache/cache_warmer.hpp"
#include "parley/cache/two_tier_cache.hpp"
#include "parley/core/organization.hpp"
#include "parley/store/warming_facts.hpp"

namespace parley {

struct WarmingJobsSettings {
  std::chrono::hours window{24 * 7};  // of what was asked, and of who called
  std::size_t questions = 50;         // an organization, besides the configured ones
  std::size_t callers = 50;           // the same
};

struct WarmingJobsParts {
  std::function<std::vector<OrganizationSnapshot>()> organizations;  // that are served now
  WarmingFacts* facts = nullptr;                                     // null: what is configured alone
  TwoTierCache* cache = nullptr;
  Clock* clock = nullptr;
  // Answers one question as a call would, and keeps the answer with its sound.
  std::function<Task<Result<void>>(OrganizationKey, std::string question)> answer;
};

// The list for a CacheWarmer; the parts outlive it. An organization whose facts cannot be had is warmed by its
// configuration alone; with no facts of any organization the list is an error.
CacheWarmer::Jobs create_warming_jobs(WarmingJobsSettings settings, WarmingJobsParts parts);

// {"number","calls","last_called_at","open_callbacks"}
std::string caller_history_json(const CallerHistory& caller);

}  // namespace parley
