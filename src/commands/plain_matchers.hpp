// SPDX-License-Identifier: Apache-2.0
// What text-only routers do: the nearest example above a fixed threshold. Measured beside our own to show why not.
#pragma once

#include <string>
#include <vector>

#include "bench_results.hpp"
#include "intent_sentences.hpp"
#include "parley/core/result.hpp"
#include "parley/meaning/meaning_index.hpp"

namespace parley::commands {

// 0–1: the best of three ratios over sorted word sets, as fuzzy matching libraries define it.
double token_set_ratio(const std::vector<std::string>& one, const std::vector<std::string>& other);

// Coverage, precision and strangers answered of plain cosine at 0.75 and 0.92 and of token-set ratio at 0.90.
void add_plain_matchers(BenchResults& results, const std::string& split, const std::vector<IntentSentence>& examples,
                        const std::vector<IntentSentence>& questions,
                        const Result<std::vector<IntentSentence>>& strangers, const SharedEmbedder& shared);

}  // namespace parley::commands
