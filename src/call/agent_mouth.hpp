// SPDX-License-Identifier: Apache-2.0
// The agent's side of the 20 ms path: what the transport sends next, and what was recorded of it.
#pragma once

#include "parley/async/clock.hpp"
#include "parley/media/playout.hpp"
#include "parley/store/recorder.hpp"
#include "parley/transports/media_transport.hpp"
#include "side_timeline.hpp"

namespace parley {

struct SpokeEvent {
  enum class Kind { started, finished };
  Kind kind = Kind::started;
  UtteranceId utterance;
  Instant at;
};

class AgentMouth final : public FrameSource {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void on_spoke(SpokeEvent event) noexcept = 0;
    virtual void on_room() noexcept = 0;  // asked for with tell_when_room()
  };

  AgentMouth(Clock& clock, Listener& listener) : clock_(clock), listener_(listener) {}

  void connect(Recording* recording, Instant started) {
    recording_ = recording;
    timeline_ = SideTimeline(started);
  }
  // Nothing is played before the caller can hear it.
  void open() { open_ = true; }
  Playout& playout() { return playout_; }
  void tell_when_room() { room_wanted_ = true; }

  bool next_frame(AudioFrame& frame) noexcept override;

 private:
  // Enough that a busy pool does not starve the caller, little enough that an interruption wastes next to nothing.
  static constexpr std::chrono::milliseconds kAhead{400};

  Clock& clock_;
  Listener& listener_;
  Recording* recording_ = nullptr;

  Playout playout_{kAhead};
  SideTimeline timeline_{Instant{}};
  bool open_ = false;
  bool room_wanted_ = false;
};

}  // namespace parley
