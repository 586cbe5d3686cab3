// SPDX-License-Identifier: Apache-2.0
// One caller on a media stream, from the handshake to the end of the call.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "bad_input.hpp"
#include "parley/call/stream_door.hpp"
#include "parley/carriers/twilio_door.hpp"
#include "parley/net/web_socket.hpp"
#include "stream_tickets.hpp"

namespace parley {

// What all streams of the door share.
struct TwilioStreams {
  const TwilioDoorSettings& settings;
  TwilioDoorPorts& ports;
  StreamTickets& tickets;
  BadInputMeters& bad_input;
};

// Waits for `start`, asks the floor, and places the call on `loop`. Without a good `start` in time the socket is closed
// with a reason.
Task<void> greet_twilio_stream(std::unique_ptr<WebSocket> socket, TwilioStreams& streams, std::size_t loop);

}  // namespace parley
