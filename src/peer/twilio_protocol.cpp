// SPDX-License-Identifier: Apache-2.0
// The carrier's side of Twilio Media Streams, without webhook: the stream's parameters say who calls whom.
#include <nlohmann/json.hpp>
#include <utility>

#include "line_protocol.hpp"
#include "parley/media/g711.hpp"
#include "text_base64.hpp"

namespace parley::peer {
namespace {

using nlohmann::json;

class TwilioProtocol final : public LineProtocol {
 public:
  TwilioProtocol(const CallPlan& plan, std::string unique)
      : number_(plan.target.user), from_(plan.from), stream_("MZ" + unique), call_("CA" + unique) {}

  LineActions opened() override {
    LineActions actions;
    actions.send.push_back(text(json{{"event", "connected"}, {"protocol", "Call"}, {"version", "1.0.0"}}));
    json start;
    start["streamSid"] = stream_;
    start["accountSid"] = "AC0";
    start["callSid"] = call_;
    start["tracks"] = json::array({"inbound"});
    start["customParameters"] = {{"number", number_}, {"from", from_}, {"call", call_}};
    start["mediaFormat"] = {{"encoding", "audio/x-mulaw"}, {"sampleRate", 8000}, {"channels", 1}};
    actions.send.push_back(event("start", std::move(start)));
    actions.answered.emplace();  // a carrier has answered the call before its stream begins
    return actions;
  }

  LineActions on(const WebSocketMessage& message, CallTime now, CallerPlayout& playout) override {
    LineActions actions;
    const auto parsed = json::parse(message.data, nullptr, false);
    if (!message.text || !parsed.is_object()) return actions;
    const auto kind = parsed.value("event", "");
    if (kind == "media" && parsed.contains("media")) {
      const auto payload = from_base64(parsed["media"].value("payload", ""));
      if (!payload) return actions;
      std::vector<std::int16_t> samples(payload->size());
      g711_decode(G711Law::mu_law, *payload, samples);
      const auto position = position_;
      position_ += static_cast<std::uint32_t>(samples.size());
      playout.add(std::move(samples), now, 0, position);
    } else if (kind == "mark" && parsed.contains("mark")) {
      playout.mark(parsed["mark"].value("name", ""), now);
    } else if (kind == "clear") {
      for (auto& name : playout.clear(now)) actions.send.push_back(echo(std::move(name)));
    }
    return actions;
  }

  LineActions begins(const CallerPlayout::Entry& entry) override {
    LineActions actions;
    if (!entry.mark.empty()) actions.send.push_back(echo(entry.mark));
    return actions;
  }

  WebSocketMessage sound(std::span<const std::int16_t> slot) override {
    std::array<std::uint8_t, kSlotSamples> payload;
    const auto size = g711_encode(G711Law::mu_law, slot, payload);
    json media;
    media["track"] = "inbound";
    media["chunk"] = std::to_string(++chunk_);
    media["timestamp"] = std::to_string((chunk_ - 1) * 20);
    media["payload"] = to_base64(std::span(payload).first(size));
    return event("media", std::move(media));
  }
  WebSocketMessage key(char digit) override {
    return event("dtmf", json{{"track", "inbound_track"}, {"digit", std::string(1, digit)}});
  }
  WebSocketMessage hang_up() override { return event("stop", json{{"accountSid", "AC0"}, {"callSid", call_}}); }

 private:
  static WebSocketMessage text(const json& message) { return {true, message.dump()}; }
  WebSocketMessage event(const char* kind, json body) {
    json message;
    message["event"] = kind;
    message["sequenceNumber"] = std::to_string(++sequence_);
    message["streamSid"] = stream_;
    message[kind] = std::move(body);
    return text(message);
  }
  WebSocketMessage echo(std::string name) { return event("mark", json{{"name", std::move(name)}}); }

  std::string number_;
  std::string from_;
  std::string stream_;
  std::string call_;
  std::uint64_t sequence_ = 0;
  std::uint64_t chunk_ = 0;
  std::uint32_t position_ = 0;
};

}  // namespace

std::unique_ptr<LineProtocol> create_twilio_protocol(const CallPlan& plan, std::string unique) {
  return std::make_unique<TwilioProtocol>(plan, std::move(unique));
}

}  // namespace parley::peer
