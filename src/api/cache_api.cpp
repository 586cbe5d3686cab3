// SPDX-License-Identifier: Apache-2.0
// What is kept to be answered at once, and how well that goes.
#include <utility>

#include "answers.hpp"
#include "parley/core/rfc3339.hpp"
#include "resources.hpp"

namespace parley {
namespace {

Json figures_json(const CacheFigures& figures) {
  const auto hits = figures.near_hits + figures.shared_hits;
  const auto asked = hits + figures.misses;
  Json json;
  json["near_hits"] = figures.near_hits;
  json["shared_hits"] = figures.shared_hits;
  json["misses"] = figures.misses;
  json["hit_rate"] = nullptr;
  if (asked > 0) json["hit_rate"] = static_cast<double>(hits) / static_cast<double>(asked);
  json["damaged"] = figures.damaged;
  json["dropped"] = figures.dropped;
  json["promotions"] = figures.promotions;
  json["joined"] = figures.joined;
  json["evicted"] = figures.evicted;
  json["entries"] = figures.entries;
  json["bytes"] = figures.bytes;
  return json;
}

Json warming_json(const WarmingRound& round) {
  Json json;
  json["rounds"] = round.rounds;
  json["running"] = round.running;
  json["jobs"] = round.jobs;
  json["done"] = round.done;
  json["failed"] = round.failed;
  json["problem"] = round.problem;
  json["ended_at"] = nullptr;
  if (round.ended_at) json["ended_at"] = format_rfc3339(*round.ended_at);
  return json;
}

HttpResponse no_cache(const Ask& ask) { return refuse(ask, 503, "no_cache", "This instance runs without a cache."); }

Task<HttpResponse> show_cache(const Ask& ask) {
  const auto& parts = ask.parts();
  if (parts.cache == nullptr) co_return no_cache(ask);
  const auto state = parts.cache->state();
  const auto figures = parts.cache->figures();
  Json json;
  json["configured"] = state.configured;
  json["sharing"] = state.sharing;
  json["problem"] = state.problem;
  json["uses"] = Json::object();
  for (const auto use : kCacheUses) json["uses"][std::string(name_of(use))] = figures_json(figures[place_of(use)]);
  json["warming"] = nullptr;
  if (parts.warmer != nullptr) json["warming"] = warming_json(parts.warmer->round());
  co_return json_answer(200, json);
}

Task<HttpResponse> prewarm(const Ask& ask) {
  auto* warmer = ask.parts().warmer;
  if (warmer == nullptr) co_return no_cache(ask);
  std::optional<OrganizationKey> organization;
  if (!ask.organization.value.empty()) organization = ask.organization;
  if (!warmer->request(std::move(organization))) {
    co_return refuse(ask, 503, "busy", "Too many rounds wait already.");
  }
  ask.parts().log.info("cache.prewarm", "asked for",
                       {{"organization", ask.organization.value},
                        {"actor", ask.identity.actor},
                        {"request_id", ask.request.request_id}});
  Json json;
  json["accepted"] = true;
  co_return json_answer(202, json);
}

}  // namespace

std::vector<Endpoint> cache_api() {
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/v1/cache", show_cache)
      .tell("node", "The cache of this instance", "Hits and misses by use, and the rounds that make answers ready.")
      .asks(Scope::node_manage, Entry::installation)
      .gives(200, "Cache", "As it is now.")
      .fails(503, "There is no cache.");
  auto& warm =
      all.emplace_back("POST", "/v1/cache/prewarm", prewarm)
          .tell(
              "node", "Make frequent questions and known callers ready",
              "Of one organization or, with a key of the installation and no organization, of all. Answered when it is "
              "taken on; GET /v1/cache tells how far it is.")
          .asks(Scope::configuration_write, Entry::either)
          .acts_once()
          .gives(202, "PrewarmTaken", "A round begins soon.")
          .fails(503, "There is no cache, or too many rounds wait.");
  warm.once_without_store = true;
  return all;
}

}  // namespace parley
