// SPDX-License-Identifier: Apache-2.0
// A parsed SIP message as a value. Header names are in their long form whatever the wire said.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/telephony/call_offer.hpp"

namespace parley::sip {

struct Endpoint {
  std::string host;  // numeric
  std::uint16_t port = 0;

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// Where a message came from.
struct Flow {
  SipTransport transport = SipTransport::udp;
  Endpoint peer;
  std::uint64_t connection = 0;  // TCP only
  std::string local_host;        // our address as this peer should write it

  friend bool operator==(const Flow&, const Flow&) = default;
};

// Where a message goes. TCP uses the connection while it lives, else connects to `to`.
struct Target {
  SipTransport transport = SipTransport::udp;
  Endpoint to;
  std::uint64_t connection = 0;

  friend bool operator==(const Target&, const Target&) = default;
};

struct SipHeader {
  std::string name;
  std::string value;  // unfolded

  friend bool operator==(const SipHeader&, const SipHeader&) = default;
};

struct Via {
  std::string value;    // as written
  std::string sent_by;  // host[:port] as written
  std::string branch;
  std::uint16_t port = 0;
  bool rport = false;
};

struct SipMessage {
  // Requests have a method, responses a status.
  std::string method;
  std::string request_uri;
  std::uint16_t status = 0;

  std::vector<SipHeader> headers;  // Via and Route one each, others a line each
  std::string body;
  std::optional<std::uint32_t> content_length;  // as claimed
  bool content_length_broken = false;

  Via via;  // the topmost
  std::string from;
  std::string from_tag;
  std::string to;
  std::string to_tag;
  std::string call_id;
  std::uint32_t cseq = 0;
  std::string cseq_method;

  bool is_request() const { return !method.empty(); }
  // First header of that name; nullptr when there is none.
  const std::string* header(std::string_view name) const;
  // Every item of every line of a comma-separated header, in order.
  std::vector<std::string_view> items(std::string_view name) const;
};

}  // namespace parley::sip
