// SPDX-License-Identifier: Apache-2.0
// Where SIP messages go out and come in: a connected UDP socket or a TCP connection. All requests of a call go to the
// address that was dialled, as with an outbound proxy.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "parley/async/task.hpp"
#include "parley/core/result.hpp"
#include "sip_message.hpp"

namespace parley::peer {

class SipWire {
 public:
  virtual ~SipWire() = default;
  virtual void send(std::string text) = 0;  // never blocks
  // Malformed messages are Fault::invalid_input and may be skipped; unavailable and closed end the wire.
  virtual Task<Result<SipMessage>> receive() = 0;
  virtual std::string local_host() const = 0;
  virtual std::uint16_t local_port() const = 0;
  virtual void close() = 0;
};

// `host` may be a name.
Task<Result<std::unique_ptr<SipWire>>> open_sip_wire(std::string host, std::uint16_t port, bool tcp);

}  // namespace parley::peer
