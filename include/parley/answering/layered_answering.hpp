// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>

#include "parley/answering/answering.hpp"
#include "parley/async/clock.hpp"
#include "parley/cache/two_tier_cache.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/language/sentence_vectors.hpp"
#include "parley/router/router_switch.hpp"

namespace parley {

struct AnsweringLimits {
  std::chrono::milliseconds route{50};        // layers 0 and 1; later is a fault
  std::chrono::milliseconds layer_two{4000};  // from the asking to the last word
  std::chrono::milliseconds vector{100};      // of a question, when layer 1b goes by a server's; not part of `route`
  std::size_t longest_answer = 600;           // bytes; more is cut at the end of a sentence
};

// What may be null is left out. All of it outlives the answering.
struct AnsweringParts {
  Clock& clock;
  Log log;
  Meters& meters;
  const RouterSwitch* router_switch = nullptr;
  TwoTierCache* cache = nullptr;
  LanguageModel* layer_two = nullptr;
  AnswerObserver* observer = nullptr;
  SentenceVectors* vectors = nullptr;
};

// The words of this turn get no remembered reply any more, here and on instances that have not read it yet.
void forget_reply(TwoTierCache& cache, const AnsweredTurn& turn);

std::unique_ptr<Answering> create_layered_answering(AnsweringParts parts, AnsweringLimits limits = {});

}  // namespace parley
