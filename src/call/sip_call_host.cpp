// SPDX-License-Identifier: Apache-2.0
#include "sip_call_host.hpp"

#include <utility>

#include "parley/async/within.hpp"
#include "sip_line.hpp"

namespace parley {
namespace {

constexpr std::chrono::seconds kGreetingDeadline{10};
// 64*T1 of RFC 3261 and a little more: the stack reports no_ack by then.
constexpr std::chrono::seconds kAnswerDeadline{40};
constexpr std::chrono::seconds kByeDeadline{5};
constexpr std::uint32_t kRetryAfterSeconds = 5;

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

SipCallHost::SipCallHost(const SipCallSettings& settings, const SipCallPorts& ports, SipCallDesk::Loop loop)
    : settings_(settings), ports_(ports), loop_(loop), calls_(loop.home), closed_(loop.home) {}

Task<void> SipCallHost::run(SipStack& stack) {
  stack_ = &stack;
  while (!closing_) co_await closed_.wait();
  co_await calls_.join();
}

void SipCallHost::accept(Accepted accepted) {
  if (closing_ || !stack_) {
    if (stack_) stack_->reject(accepted.incoming.session, 503, "Shutting down", kRetryAfterSeconds);
    return;
  }
  calls_.start(serve(std::move(accepted)));
}

void SipCallHost::close() {
  closing_ = true;
  for (auto* call : talking_) call->say_goodbye(CallEnd::shutdown);
  closed_.wake();
}

Task<void> SipCallHost::serve(Accepted accepted) {
  const Log log = ports_.log.with({"call", accepted.id.to_string()})
                      .with({"organization", accepted.organization.definition->key.value});
  CallSetup setup;
  setup.id = accepted.id;
  setup.from = accepted.incoming.calling_number;
  setup.to = accepted.incoming.called_number;
  setup.transport = "sip";
  setup.started_at = accepted.received_at;
  setup.organization = accepted.organization;
  setup.turns = settings_.turns;
  setup.barge_in_after = settings_.barge_in_after;
  CallPorts call_ports{ports_.clock, ports_.recognizer, ports_.synthesizer, ports_.records, ports_.call_meters, log};
  auto call = Call::create(std::move(setup), std::move(call_ports), loop_.home);
  ports_.call_meters.call_started();
  log.info("call.started", "a call came in",
           {{"to", accepted.incoming.called_number}, {"sip_call_id", accepted.incoming.sip_call_id}});
  // This is the root of the call: whatever goes wrong in it ends this call and no other.
  std::exception_ptr broken;
  CallEnd reason = CallEnd::bug;
  try {
    reason = co_await converse(accepted, *call, log);
  } catch (...) {
    broken = std::current_exception();
  }
  talking_.erase(call.get());
  if (broken) {
    stack_->hang_up(accepted.incoming.session);
    reason = is_cancellation(broken) ? CallEnd::shutdown : CallEnd::bug;
  }
  call->finish(reason);
  ports_.call_meters.active.add(-1);
  log.info("call.ended", "the call is over",
           {{"reason", to_string(*call->record().end_reason)}, {"turns", call->record().turns.size()}});
}

Task<CallEnd> SipCallHost::converse(Accepted& accepted, Call& call, Log log) {
  const SipSessionId session = accepted.incoming.session;
  auto port = ports_.rtp_ports.take(loop_.home);
  if (!port) {
    log.error("call.no_port", port.error().message);
    stack_->reject(session, 503, "No media port", kRetryAfterSeconds);
    co_return CallEnd::overload;
  }
  SipLine line(*stack_, session, loop_.home);
  stack_->ring(session);
  auto preparing = call.prepare();
  auto prepared = co_await within(ports_.clock, ports_.clock.now() + kGreetingDeadline, std::move(preparing));
  if (!prepared || !*prepared) {
    log.error("call.not_ready", prepared ? prepared->error().message : "the greeting was not ready in time");
    stack_->reject(session, 503, "Not ready", kRetryAfterSeconds);
    co_return CallEnd::speech_lost;
  }
  if (line.closed()) co_return CallEnd::caller_hung_up;

  SipAnswer answer;
  answer.local_media = MediaAddress{settings_.advertised_host, port->number()};
  answer.headers.emplace_back("X-Parley-Call-Id", accepted.id.to_string());
  stack_->answer(session, std::move(answer));
  auto agreeing = line.agreed();
  auto agreed = co_await within(ports_.clock, ports_.clock.now() + kAnswerDeadline, std::move(agreeing));
  if (!agreed || !*agreed) {
    stack_->hang_up(session);
    co_return line.closed() == SipClosed::negotiation_failed ? CallEnd::rejected : CallEnd::caller_hung_up;
  }

  auto recording = start_recording(accepted, log);
  auto media = create_rtp_transport(std::move(*port), rtp_settings(**agreed), settings_.rtp_timeouts, loop_.wheel,
                                    ports_.clock, loop_.home);
  CallControl control(call, *media);
  line.tell(&control);
  if (line.established()) call.caller_is_listening();
  if (line.closed()) call.end(CallEnd::caller_hung_up);
  talking_.insert(&call);
  if (closing_) call.say_goodbye(CallEnd::shutdown);
  const CallEnd reason = co_await call.run(*media, recording.get());
  talking_.erase(&call);
  line.tell(nullptr);
  if (!line.closed()) {
    stack_->hang_up(session);
    auto closing = line.until_closed();
    co_await within(ports_.clock, ports_.clock.now() + kByeDeadline, std::move(closing));
  }
  const auto stats = media->stats();
  log.info("call.media", "what the wire carried",
           {{"received", stats.received},
            {"sent", stats.sent},
            {"lost", stats.lost},
            {"late", stats.late},
            {"malformed", stats.malformed},
            {"foreign", stats.foreign},
            {"jitter_ms", stats.jitter_ms}});
  co_return reason;
}

std::unique_ptr<Recording> SipCallHost::start_recording(const Accepted& accepted, const Log& log) const {
  if (settings_.recordings_dir.empty()) return nullptr;
  const std::string path = settings_.recordings_dir + "/" + accepted.id.to_string() + ".wav";
  auto ended = [log](RecordingState state, const std::string& problem) {
    if (state == RecordingState::failed) log.error("recording.failed", problem);
  };
  auto recording = ports_.recorder.start(path, std::move(ended));
  if (recording) return std::move(*recording);
  log.error("recording.failed", recording.error().message);
  return nullptr;
}

}  // namespace parley
