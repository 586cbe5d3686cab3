// SPDX-License-Identifier: Apache-2.0
#include "agent_mouth.hpp"

namespace parley {

bool AgentMouth::next_frame(AudioFrame& frame) noexcept {
  if (!open_) return false;
  const Instant now = clock_.now();
  const Pulled pulled = playout_.next(frame);
  if (pulled.started) listener_.on_spoke({SpokeEvent::Kind::started, pulled.utterance, now});
  if (pulled.finished) listener_.on_spoke({SpokeEvent::Kind::finished, pulled.utterance, now});
  const MediaTime at = timeline_.place(now, 160);
  if (pulled.audio && recording_) recording_->write(CallSide::agent, at, frame.used());
  if (room_wanted_ && playout_.room() >= 160 * 5) {
    room_wanted_ = false;
    listener_.on_room();
  }
  return pulled.audio;
}

}  // namespace parley
