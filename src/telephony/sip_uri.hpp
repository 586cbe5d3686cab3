// SPDX-License-Identifier: Apache-2.0
// SIP and tel URIs, and the name-addr form of From, Contact and Record-Route (RFC 3261 §19, §20.10).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::sip {

struct SipUri {
  std::string scheme;      // lower case
  std::string user;        // as written, with escapes; for tel: the number
  std::string host;        // IPv6 without brackets; empty for tel:
  std::uint16_t port = 0;  // 0: not given
  std::string parameters;  // "a=b;c", without the first semicolon

  friend bool operator==(const SipUri&, const SipUri&) = default;
};

std::optional<SipUri> parse_uri(std::string_view text);

struct NameAddress {
  std::string uri;         // as written
  std::string parameters;  // of the header, without the first semicolon

  friend bool operator==(const NameAddress&, const NameAddress&) = default;
};

// "Name" <uri>;params, or a bare uri whose ;params belong to the header.
std::optional<NameAddress> parse_name_address(std::string_view text);

// The number that a user part means: escapes decoded, user parameters (";npdi") cut off, one run of leading visual
// separators (RFC 3966) gone, nothing else changed.
std::string number_of_user(std::string_view user);

}  // namespace parley::sip
