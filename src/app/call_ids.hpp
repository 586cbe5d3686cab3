// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "parley/async/clock.hpp"
#include "parley/core/ids.hpp"

namespace parley {

// A UUID v7 with random bits of the kernel. Thread-safe.
CallId new_call_id(const Clock& clock);

}  // namespace parley
