// SPDX-License-Identifier: Apache-2.0
// Layer 1b of one organization: which pattern a sentence means, and whether that is known well enough to answer from
// memory. Immutable; calls read it without a lock while the next one is learned.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "parley/core/result.hpp"
#include "parley/encoder/embedder.hpp"
#include "parley/encoder/output_layer.hpp"
#include "parley/meaning/meaning_lesson.hpp"
#include "parley/router/route.hpp"

namespace parley {

// Both must be reached to answer. Scores are those of the kernel regression, about 0 (another) to 1 (this one).
struct MeaningGate {
  double scope = 2;   // of the best pattern
  double margin = 2;  // to the next one, or to what no pattern means
  bool open() const { return scope < 2; }

  friend bool operator==(const MeaningGate&, const MeaningGate&) = default;
};

struct MeaningCandidate {
  std::uint32_t pattern = 0;  // index in MeaningLesson::patterns
  double score = 0;

  friend bool operator==(const MeaningCandidate&, const MeaningCandidate&) = default;
};

struct MeaningJudgement {
  std::vector<MeaningCandidate> candidates;  // best first, at most five
  double none = 0;                           // score of meaning none of the patterns; 0 without negatives
  double margin = 0;
  MeaningGate gate;           // of the winner's care, after the transcript's confidence
  double precision = 0;       // expected share of right answers at this margin and above, 0–1
  std::uint32_t nearest = 0;  // pattern of the nearest example by meaning
  std::uint32_t nearest_wording = 0;
  std::string nearest_example;
  std::string guard;  // why the stored answer does not fit the question; empty: it fits
  bool in_scope = false;
  bool clear = false;   // the margin is reached
  bool agrees = false;  // one of the nearest examples is the winner's
  bool answers() const { return in_scope && clear && agrees && guard.empty(); }
};

// One sentence scored without having been learned.
struct Trial {
  float best = 0;    // score of the winner
  float margin = 0;  // to the next, or to meaning none
  bool right = false;
  bool agrees = true;  // the nearest example by meaning or by wording is the winner's
  float weight = 1;    // how many questions it stands for

  friend bool operator==(const Trial&, const Trial&) = default;
};

// On what the thresholds rest.
struct MeaningEvidence {
  std::string embedder;                    // id, or "wording" without one
  bool adapted = false;                    // the embedder's last layer was tuned to this organization
  std::size_t examples = 0;                // all that were learned from, names and negatives included
  std::size_t negatives = 0;               // of these, questions that no pattern was for
  std::size_t measured = 0;                // own examples that thresholds were measured on
  std::size_t borrowed = 0;                // further ones of the shipped templates
  double coverage = 0;                     // share of own examples that would have been answered, at Care::usual
  double accuracy = 0;                     // share whose pattern would have been found
  std::array<MeaningGate, 3> gates;        // by Care, of what was written
  std::array<MeaningGate, 3> heard_gates;  // of transcripts that the recogniser is sure of
  std::size_t memory_bytes = 0;

  // A confidence below 1 means a transcript, which must win the more clearly the less of it there is.
  MeaningGate gate_for(Care care, double confidence) const;
};

struct MeaningPlan {
  float meaning_share = 0.65F;  // of the similarity; the rest is wording
  float sharpness = 3.F;        // kernel = exp(sharpness · (similarity − 1))
  float ridge = 0.1F;
  // By how much more clearly a pattern has to win for every e-fold of examples that it has beyond the usual: of what is
  // near nothing, most falls to the patterns with most examples. Chosen on other seeds of the month than are reported.
  float crowding = 0.08F;
  double confidence_z = 1.0;  // of the lower bound of precision, in standard errors
  bool adapt = true;
  bool hear = true;                 // thresholds for transcripts from own examples; else from the templates alone
  std::size_t least_adapted = 60;   // examples
  std::size_t most_adapted = 2500;  // the cost grows with the square
  std::size_t most_exact = 11000;   // above, as many landmarks stand for all examples as below
  std::size_t landmarks = 4096;
  std::size_t borrowed = 800;  // examples up to which an organization's own are filled up; the templates give 400
  std::uint64_t seed = 1;
  std::stop_token stop = {};  // learning then ends soon, with Fault::closed
};

class MeaningIndex {
 public:
  virtual ~MeaningIndex() = default;

  // `words`: normalised. `confidence` of the transcript, 0–1.
  virtual MeaningJudgement judge(const std::vector<std::string>& words, double confidence) const = 0;
  // By the question's own vector, for an index that was learned from vectors of a server. One of another embedder, or
  // none where they are needed, is judged as nothing that can be read: wording alone never answers in its place.
  virtual MeaningJudgement judge_with(const QueryFeatures& features, const std::vector<std::string>& words,
                                      double confidence) const = 0;
  virtual const MeaningEvidence& evidence() const = 0;
  virtual const std::vector<LessonPattern>& patterns() const = 0;
};

// An embedder with its last layer in the form that all organizations without one of their own share. Owners: every
// index that was learned with it.
struct SharedEmbedder {
  SharedEmbedder() = default;
  explicit SharedEmbedder(std::shared_ptr<const Embedder> shared);

  std::shared_ptr<const Embedder> embedder;         // null: wording alone
  std::shared_ptr<const CompactOutputLayer> layer;  // null: the embedder has none
};

// Computes for seconds (docs/benchmarks.md), on one thread. Fails with what is wrong with the lesson: fewer than two
// patterns with examples (invalid_input).
Result<std::shared_ptr<const MeaningIndex>> learn_meaning(const MeaningLesson& lesson, const SharedEmbedder& shared,
                                                          const MeaningPlan& plan = {});

// What an embedder is asked for when this is learned, each text once, transcripts included: for those who fetch vectors
// beforehand. Computes for milliseconds.
std::vector<std::string> texts_of(const MeaningLesson& lesson, const MeaningPlan& plan = {});

// What such an index measures its thresholds on.
struct MeaningTrials {
  std::vector<Trial> written;  // one an own example
  std::vector<Trial> heard;    // of examples with the recogniser's errors
};
Result<MeaningTrials> meaning_trials(const MeaningLesson& lesson, const SharedEmbedder& shared,
                                     const MeaningPlan& plan = {});

}  // namespace parley
