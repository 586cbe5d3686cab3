// SPDX-License-Identifier: Apache-2.0
// A secret of this installation that is made once and then stays.
#pragma once

#include <string>

#include "parley/core/result.hpp"

namespace parley {

// Reads the key of `path`, or makes one of 192 random bits and keeps it there with mode 0600. Directories above are
// made when missing. Two processes that start at once get the same key.
Result<std::string> load_or_make_key(const std::string& path);

}  // namespace parley
