// SPDX-License-Identifier: Apache-2.0
// When what was learned since the last lesson is worth the next one.
#pragma once

#include <chrono>
#include <cstddef>

namespace parley {

struct UntaughtChanges {
  std::size_t patterns = 0;  // made, switched off or edited by learning
  std::size_t examples = 0;
  std::size_t negatives = 0;
  std::chrono::seconds oldest{0};  // how long the oldest of them waits
};

// `taught`: examples of the last lesson. Examples count by their share, since a lesson costs the more the more there
// are.
bool refit_due(const UntaughtChanges& changes, std::size_t taught);

}  // namespace parley
