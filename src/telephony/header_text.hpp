// SPDX-License-Identifier: Apache-2.0
// Small readings of SIP header text (RFC 3261 §25). Views point into the text that was given.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::sip {

std::string_view trimmed(std::string_view text);
bool same_token(std::string_view left, std::string_view right);  // ASCII, without regard to case
bool starts_with_token(std::string_view text, std::string_view prefix);

// Items of a comma-separated header; commas in quotes and in angle brackets do not separate. No empty items.
std::vector<std::string_view> split_list(std::string_view value);

// Value of `name` in ";a;b=c;d="e""; empty for a parameter without a value, nullopt when it is not there.
std::optional<std::string_view> parameter(std::string_view parameters, std::string_view name);
// The same text without the named parameter.
std::string without_parameter(std::string_view parameters, std::string_view name);

// A broken escape stays as it is.
std::string percent_decoded(std::string_view text);

// Digits only, at most 4294967295.
std::optional<std::uint32_t> whole_number(std::string_view text);

// Numeric IPv4 or IPv6 without brackets.
bool is_ip_address(std::string_view host);
bool is_ipv6_address(std::string_view host);
// RFC 1918, RFC 6598, link-local, loopback and fc00::/7: an address that only means something near its owner.
bool is_private_address(std::string_view host);
// host:port, with brackets for IPv6.
std::string host_port(std::string_view host, std::uint16_t port);

}  // namespace parley::sip
