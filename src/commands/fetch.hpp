// SPDX-License-Identifier: Apache-2.0
// One HTTP request of a command that has nothing else to do meanwhile.
#pragma once

#include <chrono>
#include <string>

#include "parley/core/result.hpp"
#include "parley/net/http_client.hpp"

namespace parley::commands {

// GET; `key` goes into Authorization as a bearer when it is not empty. Blocks.
Result<HttpClientReply> fetch(const std::string& url, const std::string& key = {},
                              std::chrono::milliseconds within = std::chrono::seconds{5});

}  // namespace parley::commands
