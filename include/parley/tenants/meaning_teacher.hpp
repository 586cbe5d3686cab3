// SPDX-License-Identifier: Apache-2.0
// Layer 1b of organizations, learned in the background while calls go on with the layers before it.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "parley/async/blocking_pool.hpp"
#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/call/organization_directory.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/encoder/known_vectors.hpp"
#include "parley/meaning/layered_router.hpp"

namespace parley {

// What calls have taught about an organization that is not in its definition.
struct LearnedBeside {
  std::vector<std::string> negatives;      // questions that no pattern is for
  double negative_weight = 0;              // MeaningLesson::negative_weight
  std::vector<AnsweredQuestion> answered;  // that patterns answered by meaning
  std::map<std::string, double> margins;   // by pattern: how much more clearly it has to win
};

struct MeaningState {
  std::size_t organizations = 0;  // that have it
  std::size_t learning = 0;       // that wait for it or are being learned
  std::size_t watching = 0;       // whose evidence is too thin to answer by it
  std::size_t memory_bytes = 0;
  std::string problem;  // why there is no embedder; empty: there is one, or nobody needed it yet
};

// Used on the keeper's executor, but for state(). One organization is learned at a time.
class MeaningTeacher {
 public:
  struct Parts {
    // On the pool, before the first lesson; on failure wording alone is learned from.
    std::function<Result<std::shared_ptr<const Embedder>>()> open_embedder;
    MeaningMode mode = MeaningMode::answer;
    BlockingPool& pool;  // one thread, in the background; must outlive every taught()
    Clock& clock;
    Log log;
    Meters& meters;
    std::function<Task<LearnedBeside>(const Organization&)> beside = {};  // may be null: nothing
    // Vectors of these texts, from wherever they come; null: open_embedder's are learned from. On failure that one
    // steps in, and owes() is true.
    std::function<Task<Result<std::shared_ptr<KnownVectors>>>(const OrganizationKey&, std::vector<std::string>)>
        vectors = {};
  };
  explicit MeaningTeacher(Parts parts);

  // The organization's router with layer 1b behind its own; null: there is nothing to learn from, or stop() came.
  Task<std::shared_ptr<const IntentRouter>> taught(ServedOrganization organization);
  // Until that is there: what was learned of the version before, for the patterns that are still the organization's.
  // Null: nothing was.
  std::shared_ptr<const IntentRouter> meanwhile(const ServedOrganization& organization) const;
  // It was learned with the embedder that steps in: taught() tries again.
  bool owes(const OrganizationKey& hearing_key) const;
  // What is no longer served is forgotten.
  void forget(const OrganizationKey& hearing_key);
  // What is being learned comes to nothing, soon.
  void stop() { stopping_.request_stop(); }
  MeaningState state() const;  // thread-safe

 private:
  struct Learned {
    MeaningLesson lesson;
    std::shared_ptr<const MeaningIndex> index;
    std::map<std::string, double> margins;
    bool owes = false;
  };
  const SharedEmbedder& embedder();
  std::shared_ptr<const IntentRouter> layered(const ServedOrganization& organization, const Learned& learned) const;
  Task<std::shared_ptr<const MeaningIndex>> learn(std::string name, const MeaningLesson& lesson,
                                                  std::shared_ptr<KnownVectors> fetched);
  Task<std::shared_ptr<KnownVectors>> fetch(const OrganizationKey& organization, const MeaningLesson& lesson);
  void count(std::ptrdiff_t learning);

  Parts parts_;
  std::stop_source stopping_;
  std::optional<SharedEmbedder> embedder_;  // of the pool's one thread
  std::map<OrganizationKey, Learned> learned_;
  mutable std::mutex mutex_;
  MeaningState state_;
  Gauge& memory_;
  Histogram& seconds_;
};

}  // namespace parley
