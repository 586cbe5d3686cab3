// SPDX-License-Identifier: Apache-2.0
// The index that calls read.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "algebra.hpp"
#include "calibration.hpp"
#include "lesson_sheet.hpp"
#include "parley/encoder/output_layer.hpp"
#include "parley/meaning/meaning_index.hpp"
#include "reuse_guard.hpp"
#include "term_index.hpp"

namespace parley {

// Margins of trials and how many of those at or above were right, for the expected precision of a judgement.
class PrecisionCurve {
 public:
  PrecisionCurve() = default;
  explicit PrecisionCurve(const std::vector<Trial>& trials);
  double at(double margin) const;

 private:
  struct Knot {
    float margin = 0;
    float precision = 0;
  };
  std::vector<Knot> knots_;  // margins fall
};

class LiveMeaning final : public MeaningIndex {
 public:
  // What learning comes to. `sheet` holds what is compared with: all examples or the landmarks.
  struct Parts {
    std::vector<LessonPattern> patterns;
    LessonSheet sheet;
    Matrix weights;
    std::vector<float> handicaps;  // of each pattern, taken off its margin
    // Owners: embedder, every index that uses it; base layer, every index whose organization has none of its own.
    std::shared_ptr<const Embedder> embedder;  // null: wording alone
    std::shared_ptr<const CompactOutputLayer> layer;
    Matrix embedded;  // by that layer
    ReuseGuard guard;
    std::vector<Trial> trials;
    std::vector<Trial> heard_trials;
    MeaningEvidence evidence;
    MeaningPlan plan;
  };
  explicit LiveMeaning(Parts parts);

  MeaningJudgement judge(const std::vector<std::string>& words, double confidence) const override;
  MeaningJudgement judge_with(const QueryFeatures& features, const std::vector<std::string>& words,
                              double confidence) const override;
  const MeaningEvidence& evidence() const override { return evidence_; }
  const std::vector<LessonPattern>& patterns() const override { return patterns_; }

 private:
  // `given` null: the embedder reads the words.
  MeaningJudgement judge_by(const QueryFeatures* given, const std::vector<std::string>& words, double confidence) const;
  // Cosines to every example; false: there is no vector.
  bool meaning_cosines(const QueryFeatures* given, const std::string& text, std::vector<float>& out) const;
  std::size_t memory_bytes() const;

  std::vector<LessonPattern> patterns_;
  std::vector<std::uint32_t> labels_;
  std::vector<std::string> texts_;
  Matrix weights_;
  std::vector<float> handicaps_;
  std::shared_ptr<const Embedder> embedder_;
  std::shared_ptr<const CompactOutputLayer> layer_;
  std::vector<std::int8_t> rows_;
  std::vector<float> scales_;
  TermIndex terms_;
  ReuseGuard guard_;
  PrecisionCurve curve_;
  PrecisionCurve heard_curve_;  // margins less the doubt
  MeaningEvidence evidence_;
  MeaningPlan plan_;
};

}  // namespace parley
