// SPDX-License-Identifier: Apache-2.0
// Layer 2 asked again, when no caller waits for it.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "parley/answering/answering.hpp"
#include "parley/async/clock.hpp"

namespace parley {

struct Opinion {
  std::string text;  // empty: it does not know
  ModelAnswer answer;
  double cost_usd = 0;
};

class SecondOpinion {
 public:
  // `model` may be null: nobody has one.
  SecondOpinion(LanguageModel* model, Clock& clock, std::chrono::milliseconds deadline)
      : model_(model), clock_(clock), deadline_(deadline) {}

  bool there() const { return model_ != nullptr; }
  // nullopt: the model failed or was late. `sample`: without hints, at another temperature.
  Task<std::optional<Opinion>> on(const AnsweredTurn& turn, bool sample);

 private:
  LanguageModel* model_;
  Clock& clock_;
  std::chrono::milliseconds deadline_;
};

}  // namespace parley
