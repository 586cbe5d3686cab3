// SPDX-License-Identifier: Apache-2.0
// The head of a response as text (RFC 9112 §4), and what is checked of a request's head.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parley/core/time.hpp"
#include "parley/net/http_message.hpp"

namespace parley {

struct HttpHeadFacts {
  std::uint64_t content_length = 0;
  std::string_view request_id;
  WallTime now{};
  bool keep_alive = true;
  bool version_1_0 = false;  // of the request; says keep-alive aloud
};

// Status line to empty line. Line breaks in values become spaces, so that a value can never begin another header.
std::string response_head(const HttpResponse& response, const HttpHeadFacts& facts);

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7)
std::string http_date(WallTime when);

// Short and without anything that could confuse a log: letters, digits, '.', '_', '-'.
bool sane_request_id(std::string_view text);

// 1xx, 204 and 304 have no body and no length (RFC 9110 §6.4.1).
bool status_has_body(unsigned status);

}  // namespace parley
