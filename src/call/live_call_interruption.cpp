// SPDX-License-Identifier: Apache-2.0
// What LiveCall does when the caller makes a sound while the agent speaks, and what it shows to whoever watches.
#include <utility>

#include "live_call.hpp"
#include "parley/dialogue/reply_text.hpp"

namespace parley {

void LiveCall::pause_speaking(const PauseSpeaking& pause) {
  mouth_.playout().pause();
  show(AgentActivity::paused);
  const Duration delay = ports_.clock.now() - pause.voice_at;
  ports_.meters.interruption_delay.observe(std::chrono::duration<double>(delay).count());
}

void LiveCall::resume_speaking() {
  mouth_.playout().resume();
  show(AgentActivity::speaking);
  ports_.meters.resumptions.add();
}

void LiveCall::stop_speaking(TurnId stale) {
  Playout& playout = mouth_.playout();
  const std::int64_t unheard = media_ ? media_->unheard() : 0;
  playout.interrupt(TurnId{stale.value + 1});
  playout.resume();
  // Once the call is over, what a carrier still holds are the last words: they are heard out.
  if (media_ && loops_) media_->clear();
  for (auto saying = sayings_.begin(); saying != sayings_.end();) {
    if (saying->second.turn > stale) {
      ++saying;
      continue;
    }
    const auto heard = playout.heard(UtteranceId{saying->first}, unheard);
    if (heard.state == UtteranceState::finished) {
      story_.heard(saying->second.told_as, saying->second.plan.text, false);
    } else {
      story_.heard(saying->second.told_as,
                   part_spoken(saying->second.plan.text, organization_.pronunciations, heard.text_end), true);
    }
    show_turn(saying->second.told_as);
    saying = sayings_.erase(saying);
  }
  show(AgentActivity::silent);
  remember();
  room_.wake();
}

void LiveCall::show(const TurnEvent& event) const {
  if (!ports_.observer) return;
  if (std::holds_alternative<VoiceStarted>(event)) ports_.observer->on_voice(true);
  if (std::holds_alternative<VoiceStopped>(event)) ports_.observer->on_voice(false);
}

void LiveCall::show(AgentActivity activity) const {
  if (ports_.observer) ports_.observer->on_agent(activity);
}

void LiveCall::show_turn(std::optional<std::size_t> place) const {
  if (ports_.observer && place) ports_.observer->on_turn(story_.turn(*place));
}

}  // namespace parley
