// SPDX-License-Identifier: Apache-2.0
// Learns from answered turns, behind the calls: what layer 2 says becomes patterns, what answers from memory is
// watched.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "parley/answering/answering.hpp"
#include "parley/async/clock.hpp"
#include "parley/cache/two_tier_cache.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/learning/same_answer.hpp"
#include "parley/store/learning_store.hpp"
#include "parley/store/organization_store.hpp"

namespace parley {

struct LearnerSettings {
  std::size_t waiting = 1024;                      // turns; beyond it they are dropped and counted
  std::size_t calls = 4096;                        // whose last turn is remembered
  std::chrono::milliseconds model_deadline{8000};  // of second samples and audits, which nobody waits for
  std::chrono::seconds write_every{5};
};

class Learner : public AnswerObserver {
 public:
  // All of it outlives the learner; nullptr where something is not there.
  struct Parts {
    LearningStore& store;
    OrganizationStore& organizations;
    LanguageModel* model = nullptr;  // null: no second samples, no audits
    TwoTierCache* cache = nullptr;
    Clock& clock;
    Log log;
    Meters& meters;
    std::function<double()> chance;             // uniform in [0, 1)
    MeaningCloseness closeness;                 // may be empty: wording alone
    std::function<void()> definitions_changed;  // patterns were made or changed: they are to be served soon
  };
  static std::unique_ptr<Learner> create(LearnerSettings settings, Parts parts, Executor home);

  // The root that its owner spawns on `home`; ends when it is cancelled. Counts of the last write_every are lost then.
  virtual Task<void> run() = 0;
};

}  // namespace parley
