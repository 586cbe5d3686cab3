// SPDX-License-Identifier: Apache-2.0
#include "build_stamp.hpp"

#include "commit.hpp"

namespace parley {

Build build_stamp() { return {PARLEY_VERSION, PARLEY_COMMIT}; }

}  // namespace parley
