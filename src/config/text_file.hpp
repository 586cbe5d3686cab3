// SPDX-License-Identifier: Apache-2.0
// The only file reading of this module.
#pragma once

#include <string>

#include "parley/core/result.hpp"

namespace parley {

// The whole file; longer than `limit` bytes is refused without reading on.
Result<std::string> read_text_file(const std::string& path, std::size_t limit);

}  // namespace parley
