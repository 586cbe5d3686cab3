// SPDX-License-Identifier: Apache-2.0
// The caller's side of the 20 ms path: every frame goes to voice detection, recogniser and recording; only what
// changes goes on as an event. Nothing here allocates.
#pragma once

#include <optional>

#include "parley/async/clock.hpp"
#include "parley/call/call.hpp"
#include "parley/dialogue/turn_taker.hpp"
#include "parley/media/level_normaliser.hpp"
#include "parley/media/noise_suppressor.hpp"
#include "parley/media/voice_activity.hpp"
#include "parley/speech/recognizer.hpp"
#include "parley/store/recorder.hpp"
#include "parley/transports/media_transport.hpp"
#include "side_timeline.hpp"

namespace parley {

class CallerEar final : public MediaListener {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void on_caller(TurnEvent event) noexcept = 0;  // Voice…, DigitPressed
    virtual void on_path_open() noexcept = 0;
    virtual void on_path_lost(MediaLoss loss) noexcept = 0;
  };

  CallerEar(Clock& clock, std::chrono::milliseconds sustained_after, Listener& listener, SoundSettings sound = {});

  void connect(RecognizerStream& recognizer, Recording* recording, Instant started);

  void on_frame(const AudioFrame& frame) noexcept override;
  void on_first_packet() override { listener_.on_path_open(); }
  void on_digit(char digit) override { listener_.on_caller(DigitPressed{digit, clock_.now()}); }
  void on_media_lost(MediaLoss loss) override { listener_.on_path_lost(loss); }

 private:
  Clock& clock_;
  Listener& listener_;
  RecognizerStream* recognizer_ = nullptr;
  Recording* recording_ = nullptr;

  std::chrono::milliseconds sustained_after_;
  SpeechDetector detector_;
  std::optional<NoiseSuppressor> suppressor_;
  std::optional<LevelNormaliser> normaliser_;
  SideTimeline timeline_{Instant{}};
  bool sustained_ = false;  // reported for the running stretch of speech
};

}  // namespace parley
