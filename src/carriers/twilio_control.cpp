// SPDX-License-Identifier: Apache-2.0
// Twilio's REST interface to one call: POST /2010-04-01/Accounts/{account}/Calls/{call}.json
#include <cstdint>
#include <span>
#include <utility>

#include "form.hpp"
#include "parley/carriers/carrier_control.hpp"
#include "parley/core/base64.hpp"
#include "twilio_codec.hpp"
#include "twiml.hpp"

namespace parley {
namespace {

// A reply that tells what it means for the call, without ids or secrets.
Error refused(const HttpClientReply& reply) {
  const std::string said = reply.body.substr(0, 200);
  const auto fault = reply.status == 404  ? Fault::not_found
                     : reply.status < 500 ? Fault::invalid_input
                                          : Fault::unavailable;
  return Error{fault, "the carrier answered " + std::to_string(reply.status) + ": " + said};
}

class TwilioControl final : public CarrierControl {
 public:
  TwilioControl(TwilioAccount account, HttpClient& http) : account_(std::move(account)), http_(http) {}

  Task<Result<void>> hang_up(std::string carrier_call, Instant deadline) override {
    FormFields update{{"Status", "completed"}};
    auto done = co_await post(std::move(carrier_call), std::move(update), deadline);
    if (!done && done.error().fault == Fault::not_found) co_return Result<void>();
    co_return done;
  }

  Task<Result<void>> transfer(std::string carrier_call, std::string target, Instant deadline) override {
    FormFields update{{"Twiml", twiml_dial(target)}};
    auto done = co_await post(std::move(carrier_call), std::move(update), deadline);
    co_return done;
  }

 private:
  Task<Result<void>> post(std::string carrier_call, FormFields update, Instant deadline) {
    if (!sane_sid(account_.account_sid) || !sane_sid(carrier_call)) {
      co_return Error{Fault::invalid_input, "no account or no call to control; set PARLEY_TWILIO_ACCOUNT_SID"};
    }
    const std::string url =
        account_.api_url + "/2010-04-01/Accounts/" + account_.account_sid + "/Calls/" + carrier_call + ".json";
    HttpClientCall call("POST", url, deadline);
    const std::string credentials = account_.account_sid + ":" + account_.auth_token;
    std::string basic = "Basic ";
    base64_append(std::span(reinterpret_cast<const std::uint8_t*>(credentials.data()), credentials.size()), basic);
    call.headers.add("Authorization", std::move(basic));
    call.headers.add("Content-Type", "application/x-www-form-urlencoded");
    call.body = write_form(update);
    auto reply = co_await http_.send(std::move(call));
    if (!reply) co_return reply.error();
    if (reply->status >= 200 && reply->status < 300) co_return Result<void>();
    co_return refused(*reply);
  }

  TwilioAccount account_;
  HttpClient& http_;
};

}  // namespace

std::unique_ptr<CarrierControl> create_twilio_control(TwilioAccount account, HttpClient& http) {
  return std::make_unique<TwilioControl>(std::move(account), http);
}

}  // namespace parley
