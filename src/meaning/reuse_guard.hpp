// SPDX-License-Identifier: Apache-2.0
// Whether a stored answer fits what was asked. "are you open on may third" means opening hours, yet an answer that
// knows no dates is no answer to it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parley/core/organization.hpp"

namespace parley {

// What a question may hold besides its meaning. Bits.
enum class Particular : std::uint8_t { number = 1, date = 2, negation = 4, comparison = 8, own = 16, name = 32 };

// Bits of Particular. `words`: normalised.
std::uint8_t particulars_of(const std::vector<std::string>& words);

std::string_view to_string(Particular particular);

class ReuseGuard {
 public:
  explicit ReuseGuard(std::size_t patterns) : known_(patterns) {}

  // An example of the pattern holds them: its answer is made for them.
  void learn(std::uint32_t pattern, const std::vector<std::string>& words);

  // Why the pattern's answer does not fit, e.g. "the question holds a date and the answer knows none"; empty: it fits.
  // Templates know the organization's dates; tools are given numbers, dates, names and whose data it is.
  std::string objection(std::uint32_t pattern, ReplyKind kind, const std::vector<std::string>& words) const;

 private:
  std::vector<std::uint8_t> known_;
};

}  // namespace parley
