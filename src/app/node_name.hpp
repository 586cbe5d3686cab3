// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "parley/core/result.hpp"

namespace parley {

// The name of this instance among others: that of its machine and a few random digits, made once and kept in
// state_dir/node.id, so that it stays over restarts.
Result<std::string> node_name(const std::string& state_dir);

}  // namespace parley
