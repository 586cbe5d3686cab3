// SPDX-License-Identifier: Apache-2.0
// Request targets and addresses taken apart (RFC 9112 §3.2, RFC 3986).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parley/net/percent_code.hpp"

namespace parley {

struct HttpTarget {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
};

// Origin form ("/v1/calls?limit=5") or absolute form; nullopt for anything else, for broken percent codes and for
// a path that decodes to a zero byte.
std::optional<HttpTarget> parse_target(std::string_view target);

struct HttpAddress {
  std::string host;
  std::uint16_t port = 80;
  std::string target;      // path and query, at least "/"
  std::string host_field;  // for the Host header
};

// Of http:// only; nullopt when it is not that or has no host.
std::optional<HttpAddress> parse_http_address(std::string_view url);

}  // namespace parley
