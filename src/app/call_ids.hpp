// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "parley/async/clock.hpp"
#include "parley/core/ids.hpp"

namespace parley {

// A UUID v7 with random bits of the kernel. Thread-safe.
CallId new_call_id(const Clock& clock);

// 128 random bits of the kernel as 32 hexadecimal digits. Thread-safe.
std::string new_token();

}  // namespace parley
