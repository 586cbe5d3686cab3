// SPDX-License-Identifier: Apache-2.0
// What callers will want, made ready before they call: answers with their sound, and what is known of callers.
#pragma once

#include <memory>

#include "node_stores.hpp"
#include "parley/answering/answering.hpp"
#include "parley/cache/cache_warmer.hpp"
#include "parley/cache/two_tier_cache.hpp"
#include "parley/call/organization_directory.hpp"
#include "parley/config/settings.hpp"
#include "parley/speech/voice_cache.hpp"
#include "parley/store/warming_facts.hpp"

namespace parley {

class NodeWarmer {
 public:
  // All of it outlives the warmer; it is used on `control`.
  struct Parts {
    OrganizationDirectory& organizations;
    Answering& answering;
    TwoTierCache& cache;
    VoiceCache& voices;
  };
  NodeWarmer(const Settings& settings, Clock& clock, Executor control, Log log, Meters& meters, NodeStores& stores,
             Parts parts);

  CacheWarmer& warmer() { return *warmer_; }

 private:
  // Answers as a call would and speaks the answer.
  Task<Result<void>> make_ready(OrganizationKey organization, std::string question);

  Clock& clock_;
  Parts parts_;
  std::unique_ptr<WarmingFacts> facts_;  // null: no database
  std::unique_ptr<CacheWarmer> warmer_;
};

}  // namespace parley
