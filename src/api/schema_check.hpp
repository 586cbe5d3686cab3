// SPDX-License-Identifier: Apache-2.0
// JSON values against the schemas of the interface's description: the part of JSON Schema 2020-12 that they use.
#pragma once

#include <string>
#include <vector>

#include "json_body.hpp"
#include "parley/net/http_message.hpp"

namespace parley {

// $ref to #/components/schemas/NAME, type, enum, const, required, properties, additionalProperties, items, anyOf,
// minimum, maximum, minLength, maxLength, minItems, maxItems, uniqueItems. `schemas` holds NAME → schema.
std::vector<HttpProblemPlace> check_schema(const Json& value, const Json& schema, const Json& schemas);

// "/a~1b/0" with one more token.
std::string pointer_to(const std::string& parent, std::string_view token);

}  // namespace parley
