// SPDX-License-Identifier: Apache-2.0
#include "parley/carriers/twilio_door.hpp"

#include <utility>

#include "twilio_caller.hpp"
#include "twilio_signature.hpp"
#include "twiml.hpp"

namespace parley {
namespace {

constexpr std::string_view kVoicePath = "/v1/twilio/voice";
constexpr std::string_view kMediaPath = "/v1/twilio/media";
constexpr std::string_view kSignature = "X-Twilio-Signature";

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

std::string_view excuse(NotAdmitted why) {
  if (why == NotAdmitted::unknown_number) return "Sorry, the number that you called is not in service. Good bye.";
  return "Sorry, we cannot take your call at the moment. Please try again in a few minutes. Good bye.";
}

HttpResponse twiml(std::string text) {
  HttpResponse response(200, "text/xml; charset=utf-8", std::move(text));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

class LiveTwilioDoor final : public TwilioDoor {
 public:
  LiveTwilioDoor(TwilioDoorSettings settings, TwilioDoorPorts ports)
      : settings_(std::move(settings)),
        ports_(std::move(ports)),
        public_url_(without_slash(settings_.public_url)),
        stream_url_(twilio_stream_url(settings_.public_url)),
        bad_input_(ports_.meters),
        streams_{settings_, ports_, tickets_, bad_input_},
        webhooks_(
            ports_.meters.counter("parley_twilio_webhooks_total", "Voice webhooks that were answered with TwiML")),
        unsigned_(ports_.meters.counter("parley_twilio_wrong_signature_total",
                                        "Requests whose X-Twilio-Signature was missing or wrong")) {}

  void add_routes(HttpRoutes& routes) override {
    const auto voice = [this](HttpRequest request) { return answer_voice(std::move(request)); };
    routes.add("POST", std::string(kVoicePath), voice);
    routes.add("GET", std::string(kVoicePath), voice);
    const auto media = [this](const HttpRequest& request) { return let_in(request); };
    routes.add_upgrade(std::string(kMediaPath), media);
    routes.add_upgrade(std::string(kMediaPath) + "/", media);
  }

 private:
  // ---- the webhook

  Task<HttpResponse> answer_voice(HttpRequest request) {
    const bool post = request.method == "POST";
    const bool form = request.headers.get("Content-Type").starts_with("application/x-www-form-urlencoded");
    std::optional<FormFields> fields = FormFields();
    if (!post) {
      fields = request.query;
    } else if (form) {
      fields = parse_form(request.body);
    }
    if (!webhook_signed(request, post && form && fields ? *fields : FormFields(), post && !form)) co_return forbidden();
    const bool whole = fields && !field(*fields, "To").empty() && sane(field(*fields, "CallSid"));
    if (!whole) {
      HttpProblem problem(400, "malformed_request", "A voice webhook has the form fields CallSid, From and To.");
      co_return ports_.problem(problem);
    }
    webhooks_.add();
    co_return answer_call(*fields);
  }

  static bool sane(std::string_view sid) { return !sid.empty() && sid.size() <= 64; }

  HttpResponse answer_call(const FormFields& fields) {
    const std::string from(field(fields, "From"));
    const std::string to(field(fields, "To"));
    const std::string call(field(fields, "CallSid"));
    // Whether it would be taken now; the slot is given back at once, the stream takes its own.
    const auto answer = ports_.floor.admit(CallerFacts{from, to, "twilio"});
    if (const auto* refused = std::get_if<NotAdmitted>(&answer)) return twiml(twiml_say_and_hang_up(excuse(*refused)));
    const std::string token = ports_.next_ticket();
    tickets_.issue(token, TicketHolder{call, from, to}, ports_.clock.now());
    const FormFields parameters{{"number", to}, {"from", from}, {"call", call}, {"token", token}};
    return twiml(twiml_connect(stream_url_, parameters));
  }

  bool webhook_signed(const HttpRequest& request, const FormFields& form, bool other_body) {
    if (settings_.auth_token.empty()) return true;
    const auto signature = request.headers.get(kSignature);
    const std::string url = public_url_ + request.target;
    const bool right = other_body && !request.body.empty()
                           ? twilio_signed_body(settings_.auth_token, url, request.body, signature)
                           : twilio_signed(settings_.auth_token, url, form, signature);
    return right || complain(request);
  }

  bool complain(const HttpRequest& request) {
    unsigned_.add();
    ports_.log.warning("twilio.wrong_signature",
                       "refused; PARLEY_PUBLIC_URL must be the address that Twilio calls, and the token its own",
                       {{"path", request.path}, {"peer", request.peer}, {"signed_over", public_url_ + request.target}});
    return false;
  }

  HttpResponse forbidden() const {
    return ports_.problem(HttpProblem(403, "wrong_signature", "X-Twilio-Signature is missing or wrong."));
  }

  // ---- the stream

  WebSocketVerdict let_in(const HttpRequest& request) {
    WebSocketVerdict verdict;
    if (!stream_signed(request)) {
      complain(request);
      verdict.refusal = forbidden();
      return verdict;
    }
    if (const auto refused = ports_.floor.refuses()) {
      const std::string reason(to_string(*refused));
      verdict.refusal = ports_.problem(HttpProblem(503, reason, "No call can be taken now: " + reason + "."));
      verdict.refusal->headers.set("Retry-After", std::to_string(kRetryAfterSeconds));
      return verdict;
    }
    const std::size_t loop = ports_.floor.choose_loop();
    verdict.home = ports_.floor.home(loop);
    verdict.adopt = [this, loop](std::unique_ptr<WebSocket> socket) {
      ports_.floor.wait_in_lobby(loop, greet_twilio_stream(std::move(socket), streams_, loop));
    };
    return verdict;
  }

  // Over the URL of the TwiML; some clients are said to add a slash to it, or to leave one out.
  bool stream_signed(const HttpRequest& request) const {
    if (settings_.auth_token.empty()) return true;
    const auto signature = request.headers.get(kSignature);
    const bool as_given = twilio_signed(settings_.auth_token, stream_url_, {}, signature);
    const bool with_slash = twilio_signed(settings_.auth_token, stream_url_ + "/", {}, signature);
    return as_given || with_slash;
  }

  const TwilioDoorSettings settings_;
  TwilioDoorPorts ports_;
  const std::string public_url_;
  const std::string stream_url_;
  StreamTickets tickets_;
  BadInputMeters bad_input_;
  TwilioStreams streams_;
  Counter& webhooks_;
  Counter& unsigned_;
};

}  // namespace

std::string twilio_stream_url(const std::string& public_url) {
  const std::string url = without_slash(public_url);
  if (url.starts_with("https://")) return "wss" + url.substr(5) + std::string(kMediaPath);
  if (url.starts_with("http://")) return "ws" + url.substr(4) + std::string(kMediaPath);
  return url + std::string(kMediaPath);
}

std::unique_ptr<TwilioDoor> TwilioDoor::create(TwilioDoorSettings settings, TwilioDoorPorts ports) {
  return std::make_unique<LiveTwilioDoor>(std::move(settings), std::move(ports));
}

}  // namespace parley
