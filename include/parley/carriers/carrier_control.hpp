// SPDX-License-Identifier: Apache-2.0
// What can be done to a carrier's call from outside its media.
#pragma once

#include <memory>
#include <string>

#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/core/result.hpp"
#include "parley/net/http_client.hpp"

namespace parley {

class CarrierControl {
 public:
  virtual ~CarrierControl() = default;
  // A call that is gone already is fine.
  virtual Task<Result<void>> hang_up(std::string carrier_call, Instant deadline) = 0;
  // To a number, or a SIP URI; the stream of the call ends by it. A call that is gone already is Fault::not_found.
  virtual Task<Result<void>> transfer(std::string carrier_call, std::string target, Instant deadline) = 0;
};

struct TwilioAccount {
  std::string account_sid;
  std::string auth_token;
  std::string api_url = "https://api.twilio.com";
};

// `http` outlives it.
std::unique_ptr<CarrierControl> create_twilio_control(TwilioAccount account, HttpClient& http);

}  // namespace parley
