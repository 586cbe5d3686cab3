// SPDX-License-Identifier: Apache-2.0
// The door that Twilio's calls come by: a webhook that is answered with TwiML, and the media stream that follows it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "parley/call/call_floor.hpp"
#include "parley/carriers/carrier_control.hpp"
#include "parley/core/meters.hpp"
#include "parley/net/http_routes.hpp"

namespace parley {

struct TwilioDoorSettings {
  std::string public_url = "http://127.0.0.1:8080";  // as carriers reach us; signatures are over it
  std::string auth_token;                            // empty: nothing is checked, for tries on one's own machine
  Duration no_media_at_first = std::chrono::seconds{30};
  Duration no_media_later = std::chrono::seconds{15};
};

struct TwilioDoorPorts {
  Clock& clock;
  CallFloor& floor;
  Meters& meters;
  Log log;
  std::function<std::string()> next_ticket;                 // not to be guessed; thread-safe
  std::function<HttpResponse(const HttpProblem&)> problem;  // bodies of refusals
  CarrierControl* control = nullptr;                        // null: no transfers
};

// Routes: POST and GET /v1/twilio/voice, WebSocket /v1/twilio/media. Outlives the HTTP server and every call.
class TwilioDoor {
 public:
  static std::unique_ptr<TwilioDoor> create(TwilioDoorSettings settings, TwilioDoorPorts ports);
  virtual ~TwilioDoor() = default;
  virtual void add_routes(HttpRoutes& routes) = 0;
};

// What TwiML names as the stream's address: ws or wss in place of http or https, and the path.
std::string twilio_stream_url(const std::string& public_url);

}  // namespace parley
