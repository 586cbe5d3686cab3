// SPDX-License-Identifier: Apache-2.0
// The audio of one call over a Twilio media stream, from behind its `start` on.
#pragma once

#include <memory>
#include <string>

#include "bad_input.hpp"
#include "parley/async/clock.hpp"
#include "parley/net/web_socket.hpp"
#include "parley/transports/slot_wheel.hpp"
#include "parley/transports/stream_transport.hpp"

namespace parley {

struct TwilioStreamSettings {
  std::string stream_sid;
  Duration no_media_at_first = std::chrono::seconds{30};
  Duration no_media_later = std::chrono::seconds{15};
};

// Frames are sent one every 20 ms while the agent speaks and none while it is silent, so that a pause is heard at once.
// `wheel`, `clock` and the socket's executor belong to the same loop.
std::unique_ptr<StreamTransport> create_twilio_transport(std::unique_ptr<WebSocket> socket,
                                                         TwilioStreamSettings settings, BadInputMeters& meters,
                                                         SlotWheel& wheel, Clock& clock, Log log, Executor home);

}  // namespace parley
