// SPDX-License-Identifier: Apache-2.0
#include "live_call.hpp"

#include <utility>

#include "parley/async/within.hpp"
#include "parley/dialogue/reply_text.hpp"
#include "parley/dialogue/spoken_answers.hpp"

namespace parley {
namespace {

// A healthy call has a handful of each waiting; more means that a loop is stuck.
constexpr std::size_t kEvents = 64;
constexpr std::size_t kRequests = 8;
// Digits of a telephone number with its area code; before that the caller is only drawing breath.
constexpr std::size_t kWholeNumber = 10;
// The longest that a farewell may take.
constexpr std::chrono::seconds kFarewell{20};

TurnSettings turn_settings(const CallSetup& setup) {
  TurnSettings settings = setup.turns;
  settings.prompt_after = setup.organization.definition->silence.prompt_after;
  return settings;
}

CallRecord opening_record(const CallSetup& setup) {
  CallRecord record;
  record.id = setup.id;
  record.organization = setup.organization.definition->key;
  record.from = setup.from;
  record.to = setup.to;
  record.transport = setup.transport;
  record.node = setup.node;
  record.started_at = setup.started_at;
  return record;
}

}  // namespace

std::unique_ptr<Call> Call::create(CallSetup setup, CallPorts ports, Executor home) {
  return std::make_unique<LiveCall>(std::move(setup), std::move(ports), std::move(home));
}

LiveCall::LiveCall(CallSetup setup, CallPorts ports, Executor home)
    : setup_(std::move(setup)),
      ports_(std::move(ports)),
      home_(std::move(home)),
      organization_(*setup_.organization.definition),
      turns_(turn_settings(setup_)),
      conversation_(setup_.organization.definition, setup_.from),
      story_(opening_record(setup_)),
      ear_(ports_.clock, setup_.barge_in_after, *this, setup_.sound),
      mouth_(ports_.clock, *this),
      events_(home_, kEvents),
      requests_(home_, kRequests),
      spoken_(home_, kEvents),
      room_(home_),
      overtaken_(home_) {
  remember();
}

Task<Result<void>> LiveCall::prepare() {
  auto opened = ports_.recognizer.open(hearing_key(organization_), home_);
  if (!opened) co_return opened.error();
  recognizer_ = std::move(*opened);
  greeting_ = conversation_.greeting(ports_.clock.wall_now());
  SpeechRequest request{organization_.voice, greeting_.spoken, SampleRate::hz_8000};
  auto voice = ports_.synthesizer.speak(std::move(request));
  if (!voice) co_return voice.error();
  greeting_voice_ = std::move(*voice);
  auto first = co_await next_chunk(*greeting_voice_);
  if (!first) co_return first.error();
  greeting_audio_ = std::move(*first);
  co_return Result<void>{};
}

Task<CallEnd> LiveCall::run(MediaTransport& media, Recording* recording) {
  const Instant started = ports_.clock.now();
  story_.answered(started, ports_.clock.wall_now());
  if (recording) story_.recorded_to(recording->path());
  remember();
  ear_.connect(*recognizer_, recording, started);
  mouth_.connect(recording, started);

  TaskGroup loops(home_);
  loops_ = &loops;
  media_ = &media;
  loops.start(hear());
  loops.start(decide());
  loops.start(answer());
  loops.start(speak());
  loops.start(watch());
  media.start(ear_, mouth_);
  if (end_) loops.stop();  // the caller was gone before media flowed
  std::exception_ptr broken;
  try {
    co_await loops.join();
  } catch (...) {
    broken = std::current_exception();
  }
  loops_ = nullptr;
  media.stop();
  if (recording) recording->close();
  ports_.meters.dropped_samples.add(recognizer_->dropped_samples());
  recognizer_.reset();
  if (broken && !is_cancellation(broken) && !end_) {
    end_ = CallEnd::bug;
    ports_.log.error("call.bug", "the call broke by a mistake of ours");
  }
  stop_speaking(turns_.turn());
  media_ = nullptr;
  finish(end_.value_or(CallEnd::shutdown));
  co_return *story_.record().end_reason;
}

void LiveCall::end(CallEnd reason) {
  if (end_) return;
  end_ = reason;
  if (loops_) loops_->stop();
}

void LiveCall::finish(CallEnd reason) {
  if (story_.is_over()) return;
  story_.ended(reason, ports_.clock.wall_now());
  ports_.meters.call_ended(reason);
  if (ports_.answering) ports_.answering->call_over(setup_.id);
  remember();
}

void LiveCall::say_goodbye(CallEnd reason) {
  if (saying_goodbye_ || end_) return;
  if (!loops_) return end(reason);
  saying_goodbye_ = true;
  stop_speaking(turns_.turn());
  Request request;
  request.turn = turns_.open_agent_turn();
  request.goodbye = reason;
  if (!requests_.offer(std::move(request))) return end(reason);
  loops_->start(cut_farewell(reason));
}

// A caller on hold, or whose path is dead, never hears the farewell to its end.
Task<void> LiveCall::cut_farewell(CallEnd reason) {
  co_await ports_.clock.sleep_until(ports_.clock.now() + kFarewell);
  end(reason);
}

void LiveCall::tell(TurnEvent event) noexcept {
  if (!events_.offer(std::move(event))) end(CallEnd::bug);
}

void LiveCall::on_caller(TurnEvent event) noexcept { tell(std::move(event)); }

void LiveCall::on_path_lost(MediaLoss) noexcept { end(CallEnd::no_media); }

void LiveCall::on_spoke(SpokeEvent event) noexcept {
  if (!spoken_.offer(event)) end(CallEnd::bug);
}

Task<void> LiveCall::hear() {
  for (;;) {
    auto heard = co_await recognizer_->next();
    if (!heard) {
      ports_.log.error("speech.lost", heard.error().message);
      say_goodbye(CallEnd::speech_lost);
      co_return;
    }
    if (ports_.observer) ports_.observer->on_transcript(*heard);
    tell(words_of(*heard));
  }
}

WordsHeard LiveCall::words_of(const Transcript& transcript) const {
  WordsHeard words;
  words.utterance = transcript.utterance;
  words.final = transcript.final;
  words.confidence = transcript.confidence;
  words.at = ports_.clock.now();
  words.spoken.text = transcript.text;
  words.spoken.completeness = transcript.completeness;
  words.spoken.confidence = transcript.confidence;
  words.spoken.settled = transcript.final || !transcript.words.empty();
  for (const auto& word : transcript.words) words.words.push_back({word.text, word.confidence});
  if (transcript.final || transcript.text.empty()) return words;
  if (expects_ == ReplyExpect::digits) {
    const auto digits = digits_in(transcript.text).size();
    words.spoken.number = true;
    words.spoken.expected = digits >= kWholeNumber;
    if (digits > 0) return words;
  }
  words.spoken.expected = expects_ == ReplyExpect::yes_no && yes_or_no(transcript.text) != YesNo::unclear;
  const RouteQuery query{transcript.text, transcript.confidence, words.words, true};
  const auto decision = setup_.organization.router->route(query);
  words.spoken.answerable = !decision.pattern.empty();
  if (words.spoken.answerable) words.spoken.number = false;
  words.spoken.plausible = decision.refusal == Refusal::none || decision.refusal == Refusal::blocked;
  return words;
}

Task<void> LiveCall::decide() {
  for (;;) {
    const auto deadline = turns_.next_deadline();
    std::optional<TurnEvent> event;
    if (deadline) {
      auto pop = events_.pop();
      auto popped = co_await within(ports_.clock, *deadline, std::move(pop));
      event = popped ? std::move(*popped) : TurnEvent(TimePassed{ports_.clock.now()});
    } else {
      event = co_await events_.pop();
    }
    if (!event) co_return;
    show(*event);
    act(turns_.on(*event));
    announce();
  }
}

void LiveCall::act(TurnActions actions) {
  for (auto& action : actions) {
    if (std::holds_alternative<EndUtterance>(action)) {
      act(turns_.on(UtteranceEnded{recognizer_->end_utterance()}));
    } else if (std::holds_alternative<DiscardUtterance>(action)) {
      recognizer_->discard_utterance();
    } else if (const auto* pause = std::get_if<PauseSpeaking>(&action)) {
      pause_speaking(*pause);
    } else if (std::holds_alternative<ResumeSpeaking>(action)) {
      resume_speaking();
    } else if (const auto* stop = std::get_if<StopSpeaking>(&action)) {
      ports_.meters.interruptions.add();
      stop_speaking(stop->turn);
    } else if (auto* start = std::get_if<StartReply>(&action)) {
      if (saying_goodbye_) continue;
      show(AgentActivity::thinking);
      Request request;
      request.turn = start->turn;
      request.caller = std::move(start->caller);
      overtaken_.wake();
      if (!requests_.offer(std::move(request))) end(CallEnd::bug);
    }
  }
}

Task<void> LiveCall::speak() {
  for (;;) {
    auto event = co_await spoken_.pop();
    if (!event) co_return;
    auto found = sayings_.find(event->utterance.value);
    if (found == sayings_.end()) continue;  // cut off meanwhile
    Saying& saying = found->second;
    if (event->kind == SpokeEvent::Kind::started) {
      if (saying.told_as) story_.first_frame_sent(*saying.told_as, saying.caller, event->at);
      show(AgentActivity::speaking);
      show_turn(saying.told_as);
      tell(AgentStarted{saying.turn, event->at});
      continue;
    }
    story_.heard(saying.told_as, saying.plan.text, false);
    if (saying.told_as) ports_.meters.turn_told(story_.turn(*saying.told_as));
    remember();
    show_turn(saying.told_as);
    show(AgentActivity::silent);
    tell(AgentFinished{saying.turn, event->at});
    const auto ends_with = saying.ends_with;
    sayings_.erase(found);
    if (ends_with) end(*ends_with);
  }
}

Task<void> LiveCall::watch() {
  co_await ports_.clock.sleep_until(ports_.clock.now() + organization_.limits.call_length);
  say_goodbye(CallEnd::too_long);
}

}  // namespace parley
