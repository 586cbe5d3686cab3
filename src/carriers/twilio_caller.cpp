// SPDX-License-Identifier: Apache-2.0
#include "twilio_caller.hpp"

#include <string>
#include <utility>

#include "parley/async/within.hpp"
#include "twilio_codec.hpp"
#include "twilio_transport.hpp"

namespace parley {
namespace {

constexpr std::chrono::seconds kStartDeadline{10};
constexpr std::chrono::seconds kTransferDeadline{10};
constexpr std::size_t kMostBeforeStart = 50;  // messages

// Copies of what `start` said; the reader's views end with the next message.
struct StreamStart {
  StreamStart() = default;

  std::string stream_sid;
  std::string call_sid;
  std::string refusal;  // why this stream cannot be served
  FormFields parameters;
};

StreamStart start_of(const TwilioEvent& event) {
  StreamStart start;
  start.stream_sid = std::string(event.stream_sid);
  start.call_sid = sane_sid(event.call_sid) ? std::string(event.call_sid) : std::string();
  start.parameters = event.parameters;
  const bool mu_law = event.encoding.empty() || event.encoding == "audio/x-mulaw";
  if (!mu_law || event.sample_rate.value_or(8000) != 8000 || event.channels.value_or(1) != 1) {
    start.refusal = "only audio/x-mulaw, 8000, one channel is understood";
  }
  return start;
}

class TwilioCaller final : public StreamCaller {
 public:
  TwilioCaller(std::unique_ptr<WebSocket> socket, TwilioStreams& streams, StreamStart start)
      : socket_(std::move(socket)), streams_(streams), start_(std::move(start)) {}

  std::unique_ptr<StreamTransport> open(FloorCall& floor) override {
    floor.log().info("call.stream", "it came by a media stream",
                     {{"stream_sid", start_.stream_sid}, {"carrier_call", start_.call_sid}});
    TwilioStreamSettings settings;
    settings.stream_sid = start_.stream_sid;
    settings.no_media_at_first = streams_.settings.no_media_at_first;
    settings.no_media_later = streams_.settings.no_media_later;
    return create_twilio_transport(std::move(socket_), std::move(settings), streams_.bad_input, floor.wheel(),
                                   floor.clock(), floor.log(), floor.home());
  }
  void turn_away() override { socket_.reset(); }
  bool transfers() const override { return streams_.ports.control != nullptr && !start_.call_sid.empty(); }

  Task<void> transfer(FloorCall& floor) override {
    const auto& target = floor.admission().organization.definition->fallback.transfer_to;
    if (!target) co_return;
    const Instant deadline = floor.clock().now() + kTransferDeadline;
    auto done = co_await streams_.ports.control->transfer(start_.call_sid, *target, deadline);
    if (!done) floor.log().error("transfer.failed", done.error().message, {{"carrier_call", start_.call_sid}});
  }

 private:
  std::unique_ptr<WebSocket> socket_;
  TwilioStreams& streams_;
  StreamStart start_;
};

Task<StreamStart> until_start(WebSocket& socket, BadInputNotes& bad) {
  TwilioReader reader;
  StreamStart start;
  for (std::size_t heard = 0; heard < kMostBeforeStart; ++heard) {
    auto message = co_await socket.receive();
    if (!message) {
      start.refusal = message.error().message;
      co_return start;
    }
    if (!message->text) {
      bad.note(BadInput::binary);
      continue;
    }
    const auto& event = reader.read(message->data);
    if (event.kind == TwilioEvent::Kind::start) co_return start_of(event);
    if (event.kind == TwilioEvent::Kind::connected) continue;
    const bool broken = event.kind == TwilioEvent::Kind::broken;
    const bool unknown = event.kind == TwilioEvent::Kind::unknown;
    bad.note(broken ? BadInput::broken : unknown ? BadInput::unknown_event : BadInput::before_start);
  }
  start.refusal = "too much before start";
  co_return start;
}

// Who calls whom. With a ticket its webhook says so; without one the stream's parameters do, where nothing is checked.
std::optional<CallerFacts> facts_of(const StreamStart& start, TwilioStreams& streams) {
  const auto token = field(start.parameters, "token");
  auto holder = streams.tickets.redeem(token, start.call_sid, streams.ports.clock.now());
  if (holder) return CallerFacts{std::move(holder->from), std::move(holder->to), "twilio"};
  if (!streams.settings.auth_token.empty()) return std::nullopt;
  CallerFacts facts;
  facts.from = std::string(field(start.parameters, "from"));
  facts.to = std::string(field(start.parameters, "number"));
  facts.transport = "twilio";
  return facts;
}

// Lets the other side read why.
Task<void> close_gently(WebSocket& socket, WebSocketClose code, std::string why) {
  socket.close(code, why);
  while (true) {
    auto ignored = co_await socket.receive();
    if (!ignored) break;
  }
}

}  // namespace

Task<void> greet_twilio_stream(std::unique_ptr<WebSocket> socket, TwilioStreams& streams, std::size_t loop) {
  auto& ports = streams.ports;
  BadInputNotes bad(streams.bad_input, ports.log);
  auto starting = until_start(*socket, bad);
  auto start = co_await within(ports.clock, ports.clock.now() + kStartDeadline, std::move(starting));
  if (!start || !start->refusal.empty()) {
    const std::string why = start ? start->refusal : "no start in time";
    ports.log.warning("twilio.no_start", why);
    co_await close_gently(*socket, WebSocketClose::policy, why);
    co_return;
  }
  auto facts = facts_of(*start, streams);
  if (!facts) {
    ports.log.warning("twilio.no_ticket", "a stream came without the token of its webhook, or with one that was used",
                      {{"stream_sid", start->stream_sid}});
    co_await close_gently(*socket, WebSocketClose::policy, "the token is missing, used or too old");
    co_return;
  }
  auto answer = ports.floor.admit(std::move(*facts));
  if (const auto* refused = std::get_if<NotAdmitted>(&answer)) {
    const auto code =
        *refused == NotAdmitted::unknown_number ? WebSocketClose::policy : WebSocketClose::try_again_later;
    co_await close_gently(*socket, code, std::string(to_string(*refused)));
    co_return;
  }
  auto caller = std::make_unique<TwilioCaller>(std::move(socket), streams, std::move(*start));
  ports.floor.place(loop, std::move(std::get<Admission>(answer)), create_stream_door(std::move(caller)));
}

}  // namespace parley
