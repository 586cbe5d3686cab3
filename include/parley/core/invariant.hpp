// SPDX-License-Identifier: Apache-2.0
// Impossible states: abort in debug builds; in release throw to the call's root, which ends that call alone.
#pragma once

#include <cstdlib>
#include <stdexcept>

namespace parley {

struct InvariantBroken : std::logic_error {
  using std::logic_error::logic_error;
};

}  // namespace parley

#ifdef NDEBUG
#define PARLEY_INVARIANT(condition) \
  ((condition) ? static_cast<void>(0) : throw ::parley::InvariantBroken("invariant broken: " #condition))
#else
#define PARLEY_INVARIANT(condition) ((condition) ? static_cast<void>(0) : std::abort())
#endif
