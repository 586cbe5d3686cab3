// SPDX-License-Identifier: Apache-2.0
#include "parley/tenants/warming_jobs.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "parley/cache/cache_key.hpp"
#include "parley/core/rfc3339.hpp"
#include "parley/router/normalise.hpp"

namespace parley {
namespace {

// Owned by the function that lists and by the jobs it gave.
using SharedParts = std::shared_ptr<const WarmingJobsParts>;

class JobList {
 public:
  JobList(SharedParts parts, OrganizationKey organization)
      : parts_(std::move(parts)), organization_(std::move(organization)) {}

  void add_question(const std::string& question) {
    if (!seen_.insert(normalised(question)).second) return;
    auto work = [parts = parts_, organization = organization_, question] {
      return parts->answer(organization, question);
    };
    jobs.push_back({organization_, "question", std::move(work)});
  }
  void add_caller(CallerHistory caller) {
    auto work = [parts = parts_, organization = organization_, caller = std::move(caller)]() {
      return keep(parts, organization, caller);
    };
    jobs.push_back({organization_, "caller", std::move(work)});
  }

  std::vector<WarmingJob> jobs;

 private:
  static Task<Result<void>> keep(SharedParts parts, OrganizationKey organization, CallerHistory caller) {
    parts->cache->put(CacheUse::tool_result, organization, caller_cache_key(caller.number),
                      caller_history_json(caller));
    co_return Result<void>();
  }
  static std::string normalised(const std::string& question) { return join_words(normalise(question)); }

  const SharedParts parts_;
  const OrganizationKey organization_;
  std::set<std::string> seen_;
};

// The facts' error, when they could not be had.
Task<std::optional<Error>> add_facts(const WarmingJobsParts& parts, const WarmingJobsSettings& settings,
                                     const Organization& organization, JobList& list) {
  const auto since = parts.clock->wall_now() - settings.window;
  auto asking = parts.facts->questions(organization.key, since, settings.questions);
  auto questions = co_await std::move(asking);
  if (!questions) co_return questions.error();
  for (const auto& question : *questions) list.add_question(question);
  auto looking = parts.facts->callers(organization.key, organization.prewarm.callers, since, settings.callers);
  auto callers = co_await std::move(looking);
  if (!callers) co_return callers.error();
  for (auto& caller : *callers) list.add_caller(std::move(caller));
  co_return std::nullopt;
}

Task<Result<std::vector<WarmingJob>>> list_jobs(WarmingJobsSettings settings, SharedParts parts,
                                                std::optional<OrganizationKey> only) {
  std::vector<WarmingJob> all;
  std::optional<Error> problem;
  bool had_facts = false;
  for (const auto& organization : parts->organizations()) {
    if (only && organization->key != *only) continue;
    JobList list(parts, organization->key);
    for (const auto& question : organization->prewarm.questions) list.add_question(question);
    if (parts->facts != nullptr) {
      auto adding = add_facts(*parts, settings, *organization, list);
      const auto missing = co_await std::move(adding);
      if (missing) problem = missing;
      if (!missing) had_facts = true;
    }
    std::move(list.jobs.begin(), list.jobs.end(), std::back_inserter(all));
  }
  if (problem && !had_facts && all.empty()) co_return *problem;
  co_return all;
}

}  // namespace

CacheWarmer::Jobs create_warming_jobs(WarmingJobsSettings settings, WarmingJobsParts parts) {
  auto shared = std::make_shared<const WarmingJobsParts>(std::move(parts));
  return
      [settings, shared](std::optional<OrganizationKey> only) { return list_jobs(settings, shared, std::move(only)); };
}

std::string caller_history_json(const CallerHistory& caller) {
  nlohmann::ordered_json json;
  json["number"] = caller.number;
  json["calls"] = caller.calls;
  json["last_called_at"] = nullptr;
  if (caller.last_called_at) json["last_called_at"] = format_rfc3339(*caller.last_called_at);
  json["open_callbacks"] = caller.open_callbacks;
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace parley
