// SPDX-License-Identifier: Apache-2.0
// The one implementation of Call: four loops over pure deciders, all on one executor.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "agent_mouth.hpp"
#include "call_story.hpp"
#include "caller_ear.hpp"
#include "parley/async/queues.hpp"
#include "parley/async/task_group.hpp"
#include "parley/call/call.hpp"
#include "parley/dialogue/conversation.hpp"

namespace parley {

class LiveCall final : public Call, private CallerEar::Listener, private AgentMouth::Listener {
 public:
  LiveCall(CallSetup setup, CallPorts ports, Executor home);

  Task<Result<void>> prepare() override;
  Task<CallEnd> run(MediaTransport& media, Recording* recording) override;
  void caller_is_listening() override { mouth_.open(); }
  void hold(bool held) override { tell(HoldChanged{held, ports_.clock.now()}); }
  void end(CallEnd reason) override;
  void say_goodbye(CallEnd reason) override;
  Result<void> act(const CallAction& action) override;
  const CallRecord& record() const override { return story_.record(); }
  void finish(CallEnd reason) override;

 private:
  // What answer() is to do next.
  struct Request {
    TurnId turn;
    CallerTurn caller;
    std::optional<CallEnd> goodbye;
    std::optional<std::string> announcement;
  };
  // Something being said, until it was heard or cut off.
  struct Saying {
    TurnId turn;
    std::optional<std::size_t> told_as;  // turn of the story; none: the greeting, or a goodbye
    CallerTurn caller;
    ReplyPlan plan;
    std::optional<CallEnd> ends_with;
  };
  struct Routed {
    Answered answered;
    std::string text;  // what was routed: with or without what the caller had said before
    Duration took{};
  };

  // The four loops.
  Task<void> hear();    // transcripts of the recogniser -> turn events
  Task<void> decide();  // turn events and time -> turns of the caller
  Task<void> answer();  // turns -> words -> audio queued
  Task<void> speak();   // what was played -> turn events, what follows a reply
  Task<void> watch();   // the longest that a call may be
  Task<void> cut_farewell(CallEnd reason);

  void act(TurnActions actions);
  Result<void> announce_later(const std::string& text);
  void announce();
  void pause_speaking(const PauseSpeaking& pause);
  void resume_speaking();
  void stop_speaking(TurnId stale);
  WordsHeard words_of(const Transcript& transcript) const;

  Task<void> reply(Request request);
  Routed route(const CallerTurn& caller) const;
  Answered route(RouteQuery query) const;
  Utterance utterance(RouteQuery query) const;
  bool worth_asking(const CallerTurn& caller, const Routed& routed) const;
  Task<void> ask_layer_two(const CallerTurn& caller, Routed& routed);
  void tell_answered(const Saying& saying, const Routed& routed, const ReplyPlan& plan);
  std::optional<ReplyPlan> plan_reply(const CallerTurn& caller, const Routed& routed);
  Task<bool> say(Saying saying, std::unique_ptr<SpeechStream> voice, std::shared_ptr<const SpokenChunk> first);
  Task<Result<std::shared_ptr<const SpokenChunk>>> next_chunk(SpeechStream& voice);
  void give_up_reply(TurnId turn);
  void listen_for(ReplyExpect expects);
  // What was not taken for want of room.
  std::span<const std::int16_t> offer(UtteranceId utterance, std::span<const std::int16_t> samples);
  Task<bool> queue(UtteranceId utterance, std::span<const std::int16_t> rest);

  void tell(TurnEvent event) noexcept;
  // To whoever watches.
  void show(const TurnEvent& event) const;
  void show(AgentActivity activity) const;
  void show_turn(std::optional<std::size_t> place) const;
  void remember() { ports_.records.remember(story_.record()); }

  void on_caller(TurnEvent event) noexcept override;
  void on_path_open() noexcept override { mouth_.open(); }
  void on_path_lost(MediaLoss loss) noexcept override;
  void on_spoke(SpokeEvent event) noexcept override;
  void on_room() noexcept override { room_.wake(); }

  // Given to us.
  CallSetup setup_;
  CallPorts ports_;
  Executor home_;
  const Organization& organization_;

  // Owned.
  TurnTaker turns_;
  Conversation conversation_;
  CallStory story_;
  CallerEar ear_;
  AgentMouth mouth_;
  std::unique_ptr<RecognizerStream> recognizer_;
  Backlog<TurnEvent> events_;
  Backlog<Request> requests_;
  Backlog<SpokeEvent> spoken_;
  detail::Wakeup room_;
  detail::Wakeup overtaken_;  // the caller has said something newer than what layer 2 is asked

  // State.
  TaskGroup* loops_ = nullptr;               // while run() runs
  MediaTransport* media_ = nullptr;          // while run() runs
  std::map<std::uint32_t, Saying> sayings_;  // by UtteranceId
  ReplyPlan greeting_;
  std::unique_ptr<SpeechStream> greeting_voice_;
  std::shared_ptr<const SpokenChunk> greeting_audio_;  // also in the voice cache
  std::vector<SpokenExchange> said_;                   // the newest, for layer 2
  std::deque<std::string> announcements_;              // until nobody talks
  ReplyExpect expects_ = ReplyExpect::anything;
  std::optional<CallEnd> end_;
  bool saying_goodbye_ = false;
};

}  // namespace parley
