// SPDX-License-Identifier: Apache-2.0
// The schemas of the interface (src/api/schemas), embedded.
#pragma once

#include <string_view>

#include "json_body.hpp"

namespace parley {

// The files.
std::string_view common_json();
std::string_view calls_json();
std::string_view configuration_json();
std::string_view access_json();
std::string_view cache_json();
std::string_view router_json();
std::string_view docs_css();

// All of them: NAME → schema.
Json all_schemas();

}  // namespace parley
