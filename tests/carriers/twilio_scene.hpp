// SPDX-License-Identifier: Apache-2.0
// Twilio's door before a floor of one loop; webhooks are asked directly, sockets are fakes.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <list>
#include <optional>

#include "call/floor_scene.hpp"
#include "parley/carriers/twilio_door.hpp"
#include "support/fake_web_socket.hpp"
#include "twilio_signature.hpp"

namespace parley::test {

class TwilioScene : public FloorScene {
 protected:
  explicit TwilioScene(std::string token = "12345") : auth_token(std::move(token)) {
    TwilioDoorSettings settings;
    settings.public_url = "https://voice.example.com/";
    settings.auth_token = auth_token;
    TwilioDoorPorts ports{
        clock,
        *floor,
        meters,
        Log(),
        [this] { return "ticket" + std::to_string(++tickets); },
        [](const HttpProblem& problem) { return HttpResponse(problem.status, "text/plain", problem.code); }};
    door = TwilioDoor::create(std::move(settings), std::move(ports));
    door->add_routes(routes);
  }
  ~TwilioScene() override { finish(); }

  static FormFields fields(const std::string& to = "scene") {
    return {{"CallSid", "CA1"}, {"From", "+15551230000"}, {"To", to}, {"AnsweredBy", "human"}, {"Unheard", "of"}};
  }
  HttpRequest webhook(const FormFields& form, std::optional<std::string> signature = std::nullopt) const {
    HttpRequest request;
    request.method = "POST";
    request.target = request.path = "/v1/twilio/voice";
    request.headers.add("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
    request.body = write_form(form);
    const auto right = twilio_signature(auth_token, "https://voice.example.com/v1/twilio/voice", form);
    request.headers.add("x-twilio-signature", signature.value_or(right));
    return request;
  }
  HttpResponse ask(const HttpRequest& request) {
    const auto match = routes.find(request.method, request.path);
    std::optional<HttpResponse> response;
    asio::co_spawn(loop, (*match.answer)(request),
                   [&](std::exception_ptr, HttpResponse given) { response = std::move(given); });
    clock.drain();
    return *response;
  }
  WebSocketVerdict knock(const std::string& signature) {
    HttpRequest request;
    request.method = "GET";
    request.target = request.path = "/v1/twilio/media";
    if (!signature.empty()) request.headers.add("X-Twilio-Signature", signature);
    return (*routes.find("GET", request.path).gate)(request);
  }
  std::string stream_signature(const std::string& url = "wss://voice.example.com/v1/twilio/media") const {
    return twilio_signature(auth_token, url, {});
  }
  // A stream whose handshake is done.
  SocketPeer& connect() {
    auto& peer = peers.emplace_back();
    auto verdict = knock(stream_signature());
    EXPECT_FALSE(verdict.refusal);
    verdict.adopt(std::make_unique<FakeWebSocket>(peer, loop.get_executor()));
    clock.drain();
    return peer;
  }
  void say(SocketPeer& peer, std::string text) {
    peer.say(std::move(text));
    clock.drain();
  }
  static std::string start(const std::string& parameters, const std::string& format = "") {
    return R"({"event":"start","streamSid":"MZ1","start":{"streamSid":"MZ1","callSid":"CA1")" + format +
           R"(,"customParameters":{)" + parameters + "}}}";
  }

  std::string auth_token;
  std::list<SocketPeer> peers;
  HttpRoutes routes;
  std::unique_ptr<TwilioDoor> door;
  int tickets = 0;
};

}  // namespace parley::test
