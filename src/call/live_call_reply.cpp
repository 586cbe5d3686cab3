// SPDX-License-Identifier: Apache-2.0
// The answer loop of LiveCall: from a turn of the caller to audio that waits to be sent.
#include <algorithm>
#include <utility>

#include "live_call.hpp"
#include "parley/async/within.hpp"
#include "parley/router/intent_router.hpp"

namespace parley {
namespace {

// A voice that has not said a word after this is broken; the call goes on without this reply.
constexpr std::chrono::seconds kVoiceDeadline{3};

Closing closing_for(CallEnd reason) {
  switch (reason) {
    case CallEnd::speech_lost:
      return Closing::speech_lost;
    case CallEnd::too_long:
      return Closing::too_long;
    case CallEnd::agent_finished:
      return Closing::farewell;
    default:
      return Closing::shutdown;
  }
}

HearingContext::Expect expected(ReplyExpect expects) {
  switch (expects) {
    case ReplyExpect::digits:
      return HearingContext::Expect::digits;
    case ReplyExpect::yes_no:
      return HearingContext::Expect::yes_no;
    case ReplyExpect::anything:
      break;
  }
  return HearingContext::Expect::anything;
}

}  // namespace

Task<void> LiveCall::answer() {
  Saying greeting;
  greeting.turn = turns_.open_agent_turn();
  greeting.plan = greeting_;
  tell(ReplyPlanned{greeting.turn, greeting.plan.interruptible, false});
  story_.greeted(greeting_.text);
  if (ports_.observer) ports_.observer->on_greeting(greeting_.text);
  co_await say(std::move(greeting), std::move(greeting_voice_), std::move(greeting_audio_));
  for (;;) {
    auto request = co_await requests_.pop();
    if (!request) co_return;
    co_await reply(std::move(*request));
  }
}

Task<void> LiveCall::reply(Request request) {
  Saying saying;
  saying.turn = request.turn;
  saying.caller = std::move(request.caller);
  std::optional<ReplyPlan> plan;
  if (request.goodbye) {
    plan = conversation_.closing(closing_for(*request.goodbye), ports_.clock.wall_now());
    saying.ends_with = request.goodbye;
  } else if (request.announcement) {
    saying.told_as = story_.announced();
    plan = conversation_.announcement(std::move(*request.announcement));
  } else {
    saying.told_as = story_.caller_said(saying.caller);
    Routed routed = route(saying.caller);
    if (worth_asking(saying.caller, routed)) co_await ask_layer_two(saying.caller, routed);
    story_.decided(*saying.told_as, routed.answered.decision, routed.took);
    if (routed.answered.first_words) story_.first_words(*saying.told_as, *routed.answered.first_words);
    plan = plan_reply(saying.caller, routed);
    if (plan) tell_answered(saying, routed, *plan);
    const auto& decision = routed.answered.decision;
    ports_.log.with({"turn", story_.turn(*saying.told_as).number})
        .info("turn.decided", "a turn was routed",
              {{"layer", to_string(decision.layer)},
               {"method", to_string(decision.method)},
               {"pattern", decision.pattern},
               {"route_us", std::chrono::duration_cast<std::chrono::microseconds>(routed.took).count()}});
  }
  if (!plan || plan->spoken.empty()) {
    remember();
    co_return give_up_reply(saying.turn);
  }
  if (saying.told_as) story_.replied(*saying.told_as, plan->text);
  if (plan->callback) {
    ports_.records.remember_callback({{},
                                      setup_.id,
                                      organization_.key,
                                      plan->callback->number,
                                      plan->callback->heard,
                                      "open",
                                      ports_.clock.wall_now()});
  }
  if (plan->after == AfterReply::hang_up && !saying.ends_with) {
    saying.ends_with = saying.caller.silent ? CallEnd::silence : CallEnd::agent_finished;
  }
  if (plan->after == AfterReply::transfer && !saying.ends_with) saying.ends_with = CallEnd::transferred;
  saying.plan = std::move(*plan);
  tell(ReplyPlanned{saying.turn, saying.plan.interruptible && !saying.ends_with,
                    saying.plan.expects == ReplyExpect::digits});
  if (saying.told_as) remember();  // what was decided is known and safe before it has been said
  show_turn(saying.told_as);
  listen_for(saying.plan.expects);

  const Instant asked = ports_.clock.now();
  SpeechRequest speech{organization_.voice, saying.plan.spoken, SampleRate::hz_8000};
  auto voice = ports_.synthesizer.speak(std::move(speech));
  Result<std::shared_ptr<const SpokenChunk>> first{nullptr};
  if (voice) {
    first = co_await next_chunk(**voice);
  } else {
    first = voice.error();
  }
  const TurnId turn = saying.turn;
  if (!first) {
    ports_.log.error("voice.failed", first.error().message);
    if (saying.ends_with) co_return end(*saying.ends_with);
    co_return give_up_reply(turn);
  }
  if (saying.told_as) story_.voice_ready(*saying.told_as, ports_.clock.now() - asked);
  const bool said = co_await say(std::move(saying), std::move(*voice), std::move(*first));
  if (!said) ports_.meters.stale_replies.add();
}

Task<Result<std::shared_ptr<const SpokenChunk>>> LiveCall::next_chunk(SpeechStream& voice) {
  auto next = voice.next();
  auto chunk = co_await within(ports_.clock, ports_.clock.now() + kVoiceDeadline, std::move(next));
  if (!chunk) co_return Error{Fault::timed_out, "the voice did not speak in time; is the machine overloaded?"};
  co_return std::move(*chunk);
}

// False: the turn was over before everything was queued.
Task<bool> LiveCall::say(Saying saying, std::unique_ptr<SpeechStream> voice, std::shared_ptr<const SpokenChunk> chunk) {
  const TurnId turn = saying.turn;
  const auto told_as = saying.told_as;
  const CallerTurn caller = saying.caller;
  if (turn != turns_.turn()) {
    story_.heard(told_as, "", true);
    remember();
    co_return false;
  }
  const UtteranceId utterance = mouth_.playout().begin(turn);
  sayings_.emplace(utterance.value, std::move(saying));
  bool first = true;
  while (chunk) {
    for (const auto& word : chunk->words) mouth_.playout().mark(utterance, {word.text_end, word.sample_end});
    const auto rest = offer(utterance, chunk->samples);
    if (first && told_as) story_.first_frame_queued(*told_as, caller, ports_.clock.now());
    first = false;
    const bool taken = co_await queue(utterance, rest);
    if (!taken) co_return false;
    auto next = co_await next_chunk(*voice);
    if (!next) {
      ports_.log.error("voice.failed", next.error().message);
      break;
    }
    chunk = std::move(*next);
  }
  mouth_.playout().end(utterance);
  remember();
  co_return true;
}

std::span<const std::int16_t> LiveCall::offer(UtteranceId utterance, std::span<const std::int16_t> samples) {
  return samples.subspan(mouth_.playout().offer(utterance, samples));
}

// `rest` stays valid: the awaiting say() holds the chunk.
Task<bool> LiveCall::queue(UtteranceId utterance, std::span<const std::int16_t> rest) {
  while (!rest.empty() && mouth_.playout().live(utterance)) {
    mouth_.tell_when_room();
    co_await room_.wait();
    rest = offer(utterance, rest);
  }
  co_return mouth_.playout().live(utterance);
}

void LiveCall::give_up_reply(TurnId turn) { tell(ReplyAbandoned{turn, ports_.clock.now()}); }

void LiveCall::listen_for(ReplyExpect expects) {
  if (expects == expects_) return;
  expects_ = expects;
  HearingContext context;
  context.expect = expected(expects);
  recognizer_->expect(std::move(context));
}

}  // namespace parley
