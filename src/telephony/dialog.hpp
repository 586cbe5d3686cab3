// SPDX-License-Identifier: Apache-2.0
// What two user agents share once an INVITE is answered (RFC 3261 §12), from the side that was called.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client_transactions.hpp"
#include "sip_message.hpp"

namespace parley::sip {

class Dialog {
 public:
  // nullopt: no Contact that a request could be sent to.
  static std::optional<Dialog> accept(const SipMessage& invite, const Flow& flow, std::string_view local_tag);

  bool owns(const SipMessage& request) const;  // Call-ID and both tags
  // False: older than what we have seen (RFC 3261 §12.2.2).
  bool advance(const SipMessage& request);
  void retarget(const SipMessage& request, const Flow& flow);  // a re-INVITE moves the peer

  // The next request of ours, with its CSeq, Route and the place to send it to. `sent_by`: our host:port.
  OutgoingRequest request(std::string_view method, std::string_view branch, std::string_view sent_by,
                          std::string_view user_agent, const std::vector<SipHeader>& headers);

  // First Route, else the Contact; where that cannot be reached (a name, a private address of somebody behind a NAT,
  // TLS) the place the INVITE came from. TCP keeps to the connection it has.
  Target next_hop() const;

  const std::string& local_tag() const { return local_tag_; }
  const Flow& flow() const { return flow_; }

 private:
  Dialog() = default;

  std::string call_id_;
  std::string local_tag_;
  std::string remote_tag_;
  std::string local_;   // our From
  std::string remote_;  // our To
  std::string remote_target_;
  std::vector<std::string> route_set_;
  std::uint32_t local_cseq_ = 0;
  std::uint32_t remote_cseq_ = 0;
  Flow flow_;
};

}  // namespace parley::sip
