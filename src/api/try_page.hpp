// SPDX-License-Identifier: Apache-2.0
// The page on which a developer talks to the agent: GET /try and the files that it loads.
#pragma once

#include <optional>
#include <string_view>

#include "parley/net/http_message.hpp"

namespace parley {

// `file`: what stands behind "/try/", empty for the page itself. nullopt: there is no such file.
std::optional<HttpResponse> try_page(std::string_view file);

}  // namespace parley
