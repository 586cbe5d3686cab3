// SPDX-License-Identifier: Apache-2.0
#include "caller_ear.hpp"

namespace parley {

CallerEar::CallerEar(Clock& clock, std::chrono::milliseconds sustained_after, Listener& listener, SoundSettings sound)
    : clock_(clock), listener_(listener), sustained_after_(sustained_after), detector_({}, std::move(sound.voices)) {
  if (sound.suppress_noise) suppressor_.emplace();
  if (sound.normalise_level) normaliser_.emplace();
}

void CallerEar::connect(RecognizerStream& recognizer, Recording* recording, Instant started) {
  recognizer_ = &recognizer;
  recording_ = recording;
  timeline_ = SideTimeline(started);
}

void CallerEar::on_frame(const AudioFrame& frame) noexcept {
  const Instant now = clock_.now();
  if (recording_) recording_->write(CallSide::caller, timeline_.place(now, frame.count), frame.used());
  const Heard heard = detector_.hear(frame);
  if (recognizer_ && !suppressor_ && !normaliser_) {
    recognizer_->hear(frame);
  } else if (recognizer_) {
    AudioFrame cleaned = frame;
    const auto samples = std::span(cleaned.samples).first(cleaned.count);
    if (suppressor_) suppressor_->apply(samples);
    if (normaliser_) normaliser_->apply(samples, heard.voiced && heard.speaking, heard.level_dbfs);
    recognizer_->hear(cleaned);
  }
  // A frame is here once its last sample was spoken: count back from now.
  const auto spoken_at = [&](MediaTime when) {
    const auto samples_ago = frame.starts_at.samples + frame.count - when.samples;
    return now - std::chrono::microseconds{samples_ago * 125};  // 8 kHz
  };
  switch (heard.edge) {
    case SpeechEdge::trigger:
      listener_.on_caller(VoiceSuspected{spoken_at(heard.edge_at)});
      break;
    case SpeechEdge::dismissal:
      listener_.on_caller(VoiceDismissed{now});
      break;
    case SpeechEdge::onset:
      sustained_ = false;
      listener_.on_caller(VoiceStarted{spoken_at(heard.edge_at)});
      break;
    case SpeechEdge::offset:
    case SpeechEdge::none:
      break;
  }
  if (heard.speaking && !sustained_ && detector_.voiced_for() >= sustained_after_) {
    sustained_ = true;
    listener_.on_caller(VoiceSustained{now});
  }
  if (heard.edge == SpeechEdge::offset) listener_.on_caller(VoiceStopped{spoken_at(heard.edge_at)});
}

}  // namespace parley
