// SPDX-License-Identifier: Apache-2.0
// One call, wherever it is: here, in the database, or running on another instance.
#pragma once

#include <variant>

#include "endpoint.hpp"

namespace parley {

// The call that the path names, or the answer that says why not.
Task<std::variant<FoundCall, HttpResponse>> find_call(const Ask& ask);

}  // namespace parley
