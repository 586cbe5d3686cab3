// SPDX-License-Identifier: Apache-2.0
// Plays events at millisecond marks into a TurnTaker, firing every deadline on the way.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "parley/dialogue/turn_taker.hpp"

namespace parley::test {

using namespace std::chrono_literals;

using Marks = std::vector<std::chrono::milliseconds>;

inline Instant at(std::chrono::milliseconds span) { return Instant{} + span; }

// Collects the actions with their times.
class Scene {
 public:
  struct Done {
    std::chrono::milliseconds when;
    TurnAction action;
  };

  explicit Scene(TurnSettings settings = {}) : turns(settings) {}

  void until(std::chrono::milliseconds mark) {
    while (auto next = turns.next_deadline()) {
      if (*next > at(mark)) break;
      now_ = std::max(now_, std::chrono::duration_cast<std::chrono::milliseconds>(*next - Instant{}));
      take(turns.on(TimePassed{*next}));
    }
    now_ = mark;
  }
  void suspect(std::chrono::milliseconds from) {
    until(from + 60ms);
    take(turns.on(VoiceSuspected{at(from)}));
  }
  void dismiss(std::chrono::milliseconds when) {
    until(when);
    take(turns.on(VoiceDismissed{at(when)}));
  }
  void voice_starts(std::chrono::milliseconds from) {
    until(from + 60ms);  // detection needs a while to be sure
    take(turns.on(VoiceStarted{at(from)}));
  }
  void voice_lasts(std::chrono::milliseconds when) {
    until(when);
    take(turns.on(VoiceSustained{at(when)}));
  }
  void voice_stops(std::chrono::milliseconds to) {
    until(to + 80ms);
    take(turns.on(VoiceStopped{at(to)}));
  }
  void voice(std::chrono::milliseconds from, std::chrono::milliseconds to) {
    voice_starts(from);
    if (to - from >= 160ms) voice_lasts(from + 160ms);
    voice_stops(to);
  }
  void plan(TurnId turn, bool interruptible) { take(turns.on(ReplyPlanned{turn, interruptible, false})); }
  void partial(std::string text, double completeness, bool answerable) {
    take(turns.on(WordsHeard{utterances_ + 1,
                             false,
                             {std::move(text), completeness, answerable, false, false, true, 0.8, true},
                             0.8,
                             at(now_),
                             {}}));
  }
  void partial(SpokenSoFar spoken) {
    take(turns.on(WordsHeard{utterances_ + 1, false, std::move(spoken), 0.2, at(now_), {}}));
  }
  void final(std::uint32_t utterance, std::string text) {
    take(turns.on(WordsHeard{utterance, true, {std::move(text), 0.9, true}, 0.9, at(now_), {}}));
  }
  void agent_speaks(TurnId turn) { take(turns.on(AgentStarted{turn, at(now_)})); }
  void agent_is_done(TurnId turn) { take(turns.on(AgentFinished{turn, at(now_)})); }
  void press(char digit) { take(turns.on(DigitPressed{digit, at(now_)})); }

  template <class Action>
  std::vector<std::chrono::milliseconds> times() const {
    std::vector<std::chrono::milliseconds> found;
    for (const auto& one : done) {
      if (std::holds_alternative<Action>(one.action)) found.push_back(one.when);
    }
    return found;
  }
  std::vector<StartReply> replies() const {
    std::vector<StartReply> found;
    for (const auto& one : done) {
      if (const auto* reply = std::get_if<StartReply>(&one.action)) found.push_back(*reply);
    }
    return found;
  }

  TurnTaker turns;
  std::vector<Done> done;
  int discarded = 0;

 private:
  void take(TurnActions actions) {
    for (auto& action : actions) {
      const bool ended = std::holds_alternative<EndUtterance>(action);
      if (std::holds_alternative<DiscardUtterance>(action)) {
        ++discarded;
        continue;
      }
      done.push_back({now_, std::move(action)});
      if (ended) take(turns.on(UtteranceEnded{++utterances_}));
    }
  }

  std::chrono::milliseconds now_{0};
  std::uint32_t utterances_ = 0;
};

}  // namespace parley::test
