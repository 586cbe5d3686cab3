// SPDX-License-Identifier: Apache-2.0
// The table of endpoints as an OpenAPI 3.1 document.
#pragma once

#include <string>
#include <vector>

#include "endpoint.hpp"

namespace parley {

Json openapi_document(const std::vector<Endpoint>& endpoints, const Json& schemas, const std::string& version);

// Every status that the endpoint may answer with, its own and those that follow from what it asks for.
std::vector<EndpointReply> replies_of(const Endpoint& endpoint);

}  // namespace parley
