// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "parley/core/time.hpp"

namespace parley {

// RFC 3339 in UTC with milliseconds: "2026-11-21T11:35:22.123Z".
std::string format_rfc3339(WallTime when);

}  // namespace parley
