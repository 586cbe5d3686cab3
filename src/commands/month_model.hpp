// SPDX-License-Identifier: Apache-2.0
// A model that answers with text only, in a few wordings of each intent, and is wrong now and then.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "parley/learning/pattern_health.hpp"

namespace parley::commands {

// How often callers do so after a wrong answer and after a right one. Assumed, not measured.
struct CallerHabit {
  HealthEvent event;
  double after_wrong;
  double after_right;
};
inline constexpr CallerHabit kCallerHabits[] = {{HealthEvent::repeated, 0.30, 0.02},
                                                {HealthEvent::corrected, 0.15, 0.005},
                                                {HealthEvent::asked_for_person, 0.10, 0.01}};

class MonthModel {
 public:
  MonthModel(const std::vector<std::string>& intents, double wrong, std::uint64_t seed);

  // Empty: it does not know. Each call errs by itself, with the answer of another intent.
  std::string ask(const std::string& intent);
  std::size_t calls() const { return calls_; }

  // What it says of an intent in its first wording.
  const std::string& reply_of(const std::string& intent) const { return wordings_.at(intent).front(); }
  // Whose answer a text is.
  const std::string& intent_of(const std::string& answer) const { return owners_.at(answer); }

 private:
  std::vector<std::string> intents_;
  std::map<std::string, std::vector<std::string>> wordings_;
  std::map<std::string, std::string> owners_;
  double wrong_;
  std::mt19937_64 random_;
  std::size_t calls_ = 0;
};

// The answers of one intent: the same facts in other words. The last leaves one of them out, as models do; it cannot be
// told to say the same. `number` draws the facts, so that intents share some of them.
std::vector<std::string> answer_wordings(const std::string& intent, std::uint64_t number);

}  // namespace parley::commands
