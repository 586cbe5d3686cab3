// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "parley/ops/metrics.hpp"

namespace parley {

// Version and commit of this binary; the commit is stamped at each build.
Build build_stamp();

}  // namespace parley
