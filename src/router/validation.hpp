// SPDX-License-Identifier: Apache-2.0
// Layer 0: what is not worth looking up.
#pragma once

#include <re2/set.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "parley/router/intent_router.hpp"

namespace parley {

class Validation {
 public:
  // `blocklist`: RE2 expressions, looked for anywhere in the text as it came and in its normalised form, in any case.
  // Faults are appended with RE2's own words.
  Validation(const std::vector<std::string>& blocklist, RouterLimits limits, std::vector<std::string>& faults);

  // `words`: the normalised text. `Refusal::repeated` comes last: whoever knows what the words mean may overrule it
  // ("bye bye bye bye").
  Refusal check(const RouteQuery& query, const std::vector<std::string>& words) const;

 private:
  bool blocked(std::string_view text) const;

  RouterLimits limits_;
  std::unique_ptr<RE2::Set> blocklist_;  // nullptr: nothing is blocked
};

}  // namespace parley
