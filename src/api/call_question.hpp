// SPDX-License-Identifier: Apache-2.0
// The query of GET /v1/calls as a CallQuery, or what is wrong with it.
#pragma once

#include <variant>

#include "endpoint.hpp"

namespace parley {

std::variant<CallQuery, HttpResponse> call_query_of(const Ask& ask);

}  // namespace parley
