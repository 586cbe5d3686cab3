// SPDX-License-Identifier: Apache-2.0
// The audio of one call over RTP: G.711 and RFC 4733 both ways over one UDP port.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/media/g711.hpp"
#include "parley/telephony/call_offer.hpp"
#include "parley/transports/media_transport.hpp"
#include "parley/transports/rtp_ports.hpp"
#include "parley/transports/slot_wheel.hpp"

namespace parley {

// What was negotiated, as RTP needs it.
struct RtpSettings {
  MediaAddress remote;  // from the SDP; port 0 or host 0.0.0.0: not known or held, nothing is sent there
  G711Law law = G711Law::mu_law;
  std::uint8_t payload_type = 0;
  std::optional<std::uint8_t> telephone_event;
  std::uint32_t ptime_ms = 20;  // of what we send; 10–60
  bool sends = true;
  bool receives = true;

  friend bool operator==(const RtpSettings&, const RtpSettings&) = default;
};

RtpSettings rtp_settings(const NegotiatedAudio& audio);

struct RtpTimeouts {
  Duration at_first = std::chrono::seconds{30};  // from start() to the first packet
  Duration later = std::chrono::seconds{15};     // between packets; neither runs unless we send and receive (hold)
};

// Frames that on_frame() gets are 8 kHz; starts_at counts from the first packet, rises, and jumps over what was not
// sent. Lost packets come as concealed frames, a caller that stops sending as concealed silence.
class RtpTransport : public MediaTransport {
 public:
  // Re-negotiation in mid-call: hold, resume, moved port, other codec. Latching starts anew when the remote changed.
  virtual void apply(const RtpSettings& settings) = 0;
  virtual std::uint16_t local_port() const = 0;
};

// `wheel` and `clock` belong to the same loop as `home` and outlive the transport, which is used on `home` alone.
std::unique_ptr<RtpTransport> create_rtp_transport(RtpPort port, const RtpSettings& settings,
                                                   const RtpTimeouts& timeouts, SlotWheel& wheel, Clock& clock,
                                                   Executor home);

}  // namespace parley
