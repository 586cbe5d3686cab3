// SPDX-License-Identifier: Apache-2.0
#include "caller_identity.hpp"

#include "header_text.hpp"
#include "sip_uri.hpp"

namespace parley::sip {
namespace {

constexpr std::size_t kMaxApplicationHeaders = 16;
constexpr std::size_t kMaxApplicationValue = 1024;

std::string number_in(std::string_view name_address) {
  const auto address = parse_name_address(name_address);
  if (!address) return {};
  const auto uri = parse_uri(address->uri);
  if (!uri) return {};
  auto number = number_of_user(uri->user);
  const bool anonymous = same_token(number, "anonymous") || same_token(uri->host, "anonymous.invalid");
  return anonymous ? std::string{} : number;
}

// RFC 3323, RFC 3325: the network knows the number, the caller wants it kept.
bool wants_privacy(const SipMessage& invite) {
  const auto* privacy = invite.header("Privacy");
  if (!privacy) return false;
  for (const std::string_view value : {"id", "user", "full"}) {
    if (parameter(*privacy, value)) return true;
  }
  return false;
}

// RFC draft-ietf-sip-privacy: ;privacy=full hides the number that Remote-Party-ID gives.
bool hides(std::string_view remote_party) {
  const auto address = parse_name_address(remote_party);
  if (!address) return false;
  const auto privacy = parameter(address->parameters, "privacy");
  return privacy && !same_token(*privacy, "off");
}

}  // namespace

std::string called_number(const SipMessage& invite) {
  const auto uri = parse_uri(invite.request_uri);
  return uri ? number_of_user(uri->user) : std::string{};
}

std::string calling_number(const SipMessage& invite) {
  if (wants_privacy(invite)) return {};
  for (const auto identity : invite.items("P-Asserted-Identity")) {
    auto number = number_in(identity);
    if (!number.empty()) return number;
  }
  for (const auto party : invite.items("Remote-Party-ID")) {
    if (hides(party)) return {};
    auto number = number_in(party);
    if (!number.empty()) return number;
  }
  return number_in(invite.from);
}

std::vector<std::pair<std::string, std::string>> application_headers(const SipMessage& invite) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& header : invite.headers) {
    if (found.size() == kMaxApplicationHeaders) break;
    if (!starts_with_token(header.name, "X-") && !same_token(header.name, "User-to-User")) continue;
    if (header.value.size() <= kMaxApplicationValue) found.emplace_back(header.name, header.value);
  }
  return found;
}

}  // namespace parley::sip
