// SPDX-License-Identifier: Apache-2.0
#include "request_checks.hpp"

#include <algorithm>
#include <array>

#include "header_text.hpp"
#include "sip_uri.hpp"

namespace parley::sip {
namespace {

constexpr std::array<std::string_view, 5> kMethods{"INVITE", "ACK", "CANCEL", "BYE", "OPTIONS"};

Reply refusal(std::uint16_t status, std::vector<SipHeader> headers, std::string reason = {}) {
  Reply reply;
  reply.status = status;
  reply.reason = std::move(reason);
  reply.headers = std::move(headers);
  return reply;
}

std::string_view media_type(const SipMessage& message) {
  const auto* type = message.header("Content-Type");
  return type ? trimmed(std::string_view(*type).substr(0, type->find(';'))) : std::string_view{};
}

std::optional<Reply> unsupported_uri(const SipMessage& request) {
  const auto uri = parse_uri(request.request_uri);
  if (!uri) return refusal(400, {}, "Bad Request-URI");
  if (uri->scheme != "sip" && uri->scheme != "sips" && uri->scheme != "tel") return refusal(416, {});
  return std::nullopt;
}

// No extension is spoken, so whatever is required is one too many.
std::optional<Reply> unsupported_extension(const SipMessage& request) {
  std::string tags;
  for (const auto tag : request.items("Require")) {
    if (!tags.empty()) tags += ", ";
    tags += tag;
  }
  if (tags.empty()) return std::nullopt;
  return refusal(420, {{"Unsupported", tags}});
}

std::optional<Reply> unsupported_body(const SipMessage& request) {
  if (request.body.empty() || request.method != "INVITE") return std::nullopt;
  if (!same_token(media_type(request), kAccept)) return refusal(415, {{"Accept", std::string(kAccept)}});
  const auto* encoding = request.header("Content-Encoding");
  if (encoding && !same_token(trimmed(*encoding), "identity")) return refusal(415, {{"Accept-Encoding", "identity"}});
  return std::nullopt;
}

}  // namespace

bool is_answerable(const SipMessage& request) {
  return !request.via.value.empty() && !request.via.sent_by.empty() && !request.from.empty() && !request.to.empty() &&
         !request.call_id.empty() && !request.cseq_method.empty();
}

std::optional<Reply> contradiction(const SipMessage& request) {
  if (request.cseq_method != request.method) return refusal(400, {}, "CSeq Method Differs");
  if (request.content_length_broken) return refusal(400, {}, "Bad Content-Length");
  return std::nullopt;
}

std::optional<Reply> unsupported(const SipMessage& request) {
  if (std::find(kMethods.begin(), kMethods.end(), request.method) == kMethods.end()) {
    return refusal(405, {{"Allow", std::string(kAllow)}});
  }
  if (auto refused = unsupported_uri(request)) return refused;
  if (auto refused = unsupported_extension(request)) return refused;
  return unsupported_body(request);
}

Reply options_reply() {
  return refusal(
      200, {{"Allow", std::string(kAllow)}, {"Accept", std::string(kAccept)}, {"Supported", std::string(kSupported)}});
}

Reply unavailable(std::uint32_t retry_after_s) {
  return refusal(503, {{"Retry-After", std::to_string(std::max<std::uint32_t>(retry_after_s, 1))}});
}

SdpBody sdp_body(const SipMessage& message) {
  SdpBody body;
  if (message.body.empty()) return body;
  if (same_token(media_type(message), kAccept)) body.description = parse_sdp(message.body);
  body.broken = !body.description;
  return body;
}

}  // namespace parley::sip
