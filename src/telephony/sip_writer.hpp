// SPDX-License-Identifier: Apache-2.0
// Responses as text: what is echoed from the request is kept in a form, so that the request itself need not be.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sip_message.hpp"

namespace parley::sip {

struct Reply {
  std::uint16_t status = 200;
  std::string reason;  // empty: the usual phrase
  std::vector<SipHeader> headers;
  std::string sdp;            // body; empty for none
  bool forms_dialog = false;  // echoes Record-Route (RFC 3261 §12.1.1)

  friend bool operator==(const Reply&, const Reply&) = default;
};

std::string_view usual_reason(std::uint16_t status);

// Methods, bodies and extensions that this server speaks; in 405, 415, 420 and OPTIONS.
extern const std::string_view kAllow;
extern const std::string_view kAccept;
extern const std::string_view kSupported;

class ReplyForm {
 public:
  ReplyForm() = default;
  // `to_tag` goes into To when the request has none; received and rport are set from the flow (RFC 3261 §18.2.1,
  // RFC 3581).
  ReplyForm(const SipMessage& request, const Flow& flow, std::string_view to_tag, std::string_view server);

  std::string fill(const Reply& reply) const;

 private:
  std::string vias_;
  std::string record_routes_;
  std::string echoed_;  // From, Call-ID, CSeq
  std::string to_;
  std::string to_tag_;  // ";tag=…" to add, never in 100
  std::string server_;
};

// Where responses to this request go. maddr is ignored: it would let a stranger aim our packets.
Target reply_target(const SipMessage& request, const Flow& flow);

}  // namespace parley::sip
