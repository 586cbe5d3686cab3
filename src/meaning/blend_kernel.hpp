// SPDX-License-Identifier: Apache-2.0
// Likeness of sentences: of meaning (cosine of embeddings) and of wording (TF-IDF cosine) in one positive definite
// kernel.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "algebra.hpp"
#include "parley/meaning/meaning_index.hpp"
#include "term_index.hpp"

namespace parley {

// Sentences in the forms that likeness is computed from, one a row.
struct Sentences {
  Matrix features;  // of the embedder, before its last layer; no columns: none
  std::vector<std::vector<TextFeature>> wording;

  std::size_t size() const { return wording.size(); }
  Sentences pick(const std::vector<std::size_t>& rows) const;
};

inline float blend(float meaning, float wording, float share, float sharpness) {
  return std::exp(sharpness * (share * meaning + (1 - share) * wording - 1));
}

// Labels of the examples that are nearest to a sentence by meaning and by wording.
struct Nearest {
  std::uint32_t meaning = 0;
  std::uint32_t wording = 0;

  bool either(std::uint32_t label) const { return meaning == label || wording == label; }
};

// Of one sentence: `row` counts sentences; examples for which `counts(row, example)` is false are passed over.
struct NearestAsked {
  std::span<const std::uint32_t> labels;
  std::function<bool(std::size_t row, std::size_t example)> counts;
  std::vector<Nearest> found;
};

// One row a sentence, one column an example. `embedded` and `examples`: unit rows, or no columns for wording alone.
// `nearest` are found on the way.
Matrix blend_kernel(const Matrix& embedded, const std::vector<std::vector<TextFeature>>& wording,
                    const Matrix& examples, const TermIndex& terms, const MeaningPlan& plan,
                    std::span<NearestAsked> nearest = {});

}  // namespace parley
