// SPDX-License-Identifier: Apache-2.0
// What SIP says to a call and a call to SIP, as values. No type of the SIP library is here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley {

// A session of the SIP stack. Generation-counted: a command for a session that has ended is dropped.
struct SipSessionId {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;

  friend constexpr auto operator<=>(const SipSessionId&, const SipSessionId&) = default;
};

enum class Codec : std::uint8_t { pcmu, pcma };

// From the view of who says it (RFC 3264): sendonly in an offer means that the offerer sends only.
enum class MediaDirection : std::uint8_t { sendrecv, sendonly, recvonly, inactive };

struct MediaAddress {
  std::string host;  // numeric
  std::uint16_t port = 0;

  friend bool operator==(const MediaAddress&, const MediaAddress&) = default;
};

// The audio that was agreed on with the peer (or, in an offer that we have not answered, what it offers).
struct NegotiatedAudio {
  Codec codec = Codec::pcmu;
  std::uint8_t payload_type = 0;
  std::optional<std::uint8_t> telephone_event;  // payload type of RFC 4733 at 8000 Hz
  std::uint32_t ptime_ms = 20;                  // how the peer wants to be sent to
  MediaAddress remote;
  MediaDirection direction = MediaDirection::sendrecv;  // ours, as answered

  friend bool operator==(const NegotiatedAudio&, const NegotiatedAudio&) = default;
};

enum class SipTransport : std::uint8_t { udp, tcp };

struct IncomingCall {
  SipSessionId session;
  SipTransport transport = SipTransport::udp;
  std::string called_number;   // user part of the Request-URI
  std::string calling_number;  // P-Asserted-Identity, Remote-Party-ID, From, in this order; empty when withheld
  std::string sip_call_id;
  std::string peer;                                            // address that sent it
  bool has_offer = true;                                       // false: delayed offer, ours goes out in the 200
  std::vector<std::pair<std::string, std::string>> x_headers;  // X-* and User-to-User as received, bounded

  friend bool operator==(const IncomingCall&, const IncomingCall&) = default;
};

enum class SipClosed : std::uint8_t {
  cancelled,     // CANCEL before the answer
  peer_hung_up,  // BYE
  we_hung_up,
  we_rejected,
  no_ack,          // 64*T1 without ACK: BYE was sent
  transport_lost,  // connection gone, or transaction timed out
  negotiation_failed,
};

}  // namespace parley
