// SPDX-License-Identifier: Apache-2.0
// The door that Twilio's calls come by, as the settings have it.
#include <utility>

#include "call_ids.hpp"
#include "node.hpp"

namespace parley {

void Node::build_twilio(HttpRoutes& routes) {
  TwilioDoorSettings settings;
  settings.public_url = settings_.public_url;
  settings.auth_token = settings_.twilio.auth_token.value;
  settings.no_media_at_first = settings_.calls.no_media_at_first;
  settings.no_media_later = settings_.calls.no_media_later;
  if (settings.auth_token.empty() && settings_.http.bind != "127.0.0.1") {
    log().warning("twilio.unsigned",
                  "media streams and webhooks are taken from anybody who reaches this address; set "
                  "PARLEY_TWILIO_AUTH_TOKEN to take Twilio's alone");
  }
  TwilioDoorPorts ports{clock_, *floor_, *meters_, log(), &new_token, &ControlApi::problem, nullptr};
  if (!settings.auth_token.empty() && !settings_.twilio.account_sid.empty()) {
    if (auto trusted = http_client_.trust(""); !trusted) log().error("twilio.no_tls", trusted.error().message);
    TwilioAccount account{settings_.twilio.account_sid, settings.auth_token, settings_.twilio.api_url};
    twilio_control_ = create_twilio_control(std::move(account), http_client_);
    ports.control = twilio_control_.get();
  }
  twilio_ = TwilioDoor::create(std::move(settings), std::move(ports));
  twilio_->add_routes(routes);
}

}  // namespace parley
