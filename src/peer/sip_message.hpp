// SPDX-License-Identifier: Apache-2.0
// SIP messages as a caller needs them (RFC 3261 §7): written out and read, nothing of the server's stack.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parley/core/result.hpp"

namespace parley::peer {

struct SipMessage {
  std::string method;  // empty: a response
  std::string uri;
  int status = 0;  // 0: a request
  std::string reason;
  std::vector<std::pair<std::string, std::string>> headers;  // long names, in order
  std::string body;

  bool is_request() const { return !method.empty(); }
  // The first header of that name, in any case; nullptr when there is none.
  const std::string* header(std::string_view name) const;
  std::vector<std::string> all(std::string_view name) const;
  void add(std::string name, std::string value) { headers.emplace_back(std::move(name), std::move(value)); }

  friend bool operator==(const SipMessage&, const SipMessage&) = default;
};

struct CSeq {
  std::uint32_t number = 0;
  std::string method;

  friend bool operator==(const CSeq&, const CSeq&) = default;
};

Result<SipMessage> parse_sip(std::string_view text);
std::string to_wire(const SipMessage& message);  // adds Content-Length

std::optional<CSeq> cseq_of(const SipMessage& message);
std::string tag_of(std::string_view from_or_to);     // empty when there is none
std::string branch_of(const SipMessage& message);    // of the topmost Via
std::string address_in(std::string_view name_addr);  // "<sip:a@b>;x=1" and "sip:a@b;x=1" → the URI
// One header field with several comma separated values, commas inside <> and "" kept.
std::vector<std::string> split_values(std::string_view field);

// Cuts a TCP stream into messages by Content-Length (RFC 3261 §18.3); skips keep-alive CRLF.
class SipStream {
 public:
  void feed(std::string_view bytes) { pending_.append(bytes); }
  // nullopt: not complete yet. An error means that the stream cannot be followed any further.
  std::optional<Result<SipMessage>> next();

 private:
  static constexpr std::size_t kLongestMessage = 64 * 1024;

  std::string pending_;
};

}  // namespace parley::peer
