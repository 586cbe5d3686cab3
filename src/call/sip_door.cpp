// SPDX-License-Identifier: Apache-2.0
#include "sip_door.hpp"

#include <utility>

#include "parley/async/within.hpp"
#include "parley/call/call_floor.hpp"

namespace parley {
namespace {

// 64*T1 of RFC 3261 and a little more: the stack reports no_ack by then.
constexpr std::chrono::seconds kAnswerDeadline{40};
constexpr std::chrono::seconds kByeDeadline{5};

// What signalling tells a call that is up.
class CallControl final : public SipLine::Listener {
 public:
  CallControl(Call& call, RtpTransport& media) : call_(call), media_(media) {}

  void on_established() override { call_.caller_is_listening(); }
  void on_audio_changed(const NegotiatedAudio& audio) override {
    media_.apply(rtp_settings(audio));
    call_.hold(audio.direction != MediaDirection::sendrecv);
  }
  void on_closed(SipClosed reason) override {
    call_.end(reason == SipClosed::transport_lost || reason == SipClosed::no_ack ? CallEnd::no_media
                                                                                 : CallEnd::caller_hung_up);
  }

 private:
  Call& call_;
  RtpTransport& media_;
};

}  // namespace

SipDoor::SipDoor(const SipCallSettings& settings, RtpPorts& ports, SipStack& stack, const IncomingCall& incoming)
    : settings_(settings),
      ports_(ports),
      stack_(stack),
      session_(incoming.session),
      sip_call_id_(incoming.sip_call_id) {}

void SipDoor::turn_away() { stack_.reject(session_, 503, "Shutting down", kRetryAfterSeconds); }

Task<CallEnd> SipDoor::serve(FloorCall& floor) {
  auto& clock = floor.clock();
  floor.log().info("call.invite", "it came by SIP", {{"sip_call_id", sip_call_id_}});
  auto port = ports_.take(floor.home());
  if (!port) {
    floor.log().error("call.no_port", port.error().message);
    stack_.reject(session_, 503, "No media port", kRetryAfterSeconds);
    co_return CallEnd::overload;
  }
  SipLine line(stack_, session_, floor.home());
  stack_.ring(session_);
  const bool prepared = co_await floor.prepare();
  if (!prepared) {
    stack_.reject(session_, 503, "Not ready", kRetryAfterSeconds);
    co_return CallEnd::speech_lost;
  }
  if (line.closed()) co_return CallEnd::caller_hung_up;

  SipAnswer answer;
  answer.local_media = MediaAddress{settings_.advertised_host, port->number()};
  answer.headers.emplace_back("X-Parley-Call-Id", floor.admission().id.to_string());
  stack_.answer(session_, std::move(answer));
  auto agreeing = line.agreed();
  auto agreed = co_await within(clock, clock.now() + kAnswerDeadline, std::move(agreeing));
  if (!agreed || !*agreed) {
    stack_.hang_up(session_);
    co_return line.closed() == SipClosed::negotiation_failed ? CallEnd::rejected : CallEnd::caller_hung_up;
  }
  auto media = create_rtp_transport(std::move(*port), rtp_settings(**agreed), settings_.rtp_timeouts, floor.wheel(),
                                    clock, floor.home());
  const CallEnd reason = co_await talk(floor, line, *media);
  co_return reason;
}

Task<CallEnd> SipDoor::talk(FloorCall& floor, SipLine& line, RtpTransport& media) {
  auto& call = floor.call();
  CallControl control(call, media);
  line.tell(&control);
  if (line.established()) call.caller_is_listening();
  if (line.closed()) call.end(CallEnd::caller_hung_up);
  const CallEnd reason = co_await floor.talk(media);
  line.tell(nullptr);
  if (!line.closed()) {
    stack_.hang_up(session_);
    auto closing = line.until_closed();
    co_await within(floor.clock(), floor.clock().now() + kByeDeadline, std::move(closing));
  }
  co_return reason;
}

}  // namespace parley
