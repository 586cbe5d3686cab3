// SPDX-License-Identifier: Apache-2.0
// Layers 0, 1a and 1b behind the router's one interface.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "parley/meaning/meaning_index.hpp"
#include "parley/router/intent_router.hpp"

namespace parley {

enum class MeaningMode {
  answer,
  shadow,  // says in its decision what it would have answered, and answers nothing
};

// What an answer must win by on top of what was calibrated; of judging alone, nothing is learned anew for it.
struct MeaningCaution {
  double scope = 0;
  double margin = 0;
  std::map<std::string, double> patterns = {};  // further margin of single patterns, by key

  friend bool operator==(const MeaningCaution&, const MeaningCaution&) = default;
};

// Owners of rules and meaning: this router, and the one that replaces it with one of them.
std::shared_ptr<const IntentRouter> create_layered_router(std::shared_ptr<const IntentRouter> rules,
                                                          std::shared_ptr<const MeaningIndex> meaning,
                                                          const Prices& prices, MeaningMode mode = MeaningMode::answer,
                                                          MeaningCaution caution = {});

}  // namespace parley
