// SPDX-License-Identifier: Apache-2.0
// Voice detection, 8 kHz: energy over a tracked noise floor is fast, a network says whether the sound is a voice. Pure:
// one frame in, what it means out.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "parley/core/audio_frame.hpp"
#include "parley/media/voice_network.hpp"

namespace parley {

// A window is voiced when it is louder than all of: the noise floor by so much, a share of the way (in dB) from the
// floor to the speaker's own loud windows (which keeps out breath on a quiet line and clatter on a noisy one), and the
// quietest voice on any line.
struct VoiceSettings {
  float above_floor_db = 9.0F;
  float share_of_range = 0.5F;
  float nearest_peak_db = 10.0F;  // but windows so little below the speaker's loud ones always pass for voice
  float quietest_voice_dbfs = -62.0F;
  float loudest_floor_dbfs = -30.0F;  // speech from the very first window must not pass for noise
  std::uint32_t onset_windows = 3;    // voiced among the last `onset_among`: onset
  std::uint32_t onset_among = 5;
  std::uint32_t hangover_windows = 5;  // unvoiced in a row: offset is reported
  // Probabilities of the network; without one, energy alone decides.
  float voice_from = 0.5F;               // a trigger is a voice
  float voice_above = 0.35F;             // and stays one while the likeliest of the newest `voice_memory` is above
  std::uint32_t voice_memory = 6;        // windows of the network, 32 ms each
  std::uint32_t longest_suspicion = 15;  // windows from a trigger to its dismissal

  friend bool operator==(const VoiceSettings&, const VoiceSettings&) = default;
};

struct FrameVoice {
  bool voiced = false;
  float level_dbfs = -96.0F;

  friend bool operator==(const FrameVoice&, const FrameVoice&) = default;
};

// Judges single 20 ms windows.
class VoiceActivity {
 public:
  static constexpr std::size_t kWindow = 160;  // 20 ms at 8 kHz

  explicit VoiceActivity(VoiceSettings settings = {});
  FrameVoice hear(std::span<const std::int16_t> window) noexcept;
  float noise_floor_dbfs() const { return floor_dbfs_; }

 private:
  float level_of(std::span<const std::int16_t> window) noexcept;
  void track_floor(float level) noexcept;
  void track_peak(float level) noexcept;

  static constexpr std::size_t kStretches = 8;  // minima of stretches, together 3.2 s, follow a floor that rises
  VoiceSettings settings_;
  std::array<float, kStretches> stretch_minima_;
  std::size_t stretch_ = 0;
  std::uint32_t in_stretch_ = 0;
  float running_minimum_;
  float smoothed_;
  bool started_ = false;
  float floor_dbfs_;
  float peak_dbfs_;
  float blocked_in_ = 0;  // one-pole DC blocker
  float blocked_out_ = 0;
};

// trigger: loud enough for a voice, but the network has not said yet; onset or dismissal follows within 300 ms. Where
// energy alone decides, or the network is sure at once, onset comes without it.
enum class SpeechEdge : std::uint8_t { none, trigger, onset, dismissal, offset };

// What one AudioFrame of the caller meant.
struct Heard {
  bool voiced = false;        // any window of it
  float level_dbfs = -96.0F;  // loudest window of it
  SpeechEdge edge = SpeechEdge::none;
  MediaTime edge_at;      // trigger, onset: first voiced sample; offset: just behind the last voiced sample
  bool speaking = false;  // between onset and offset, after this frame
};

// Frames of any length in, onset and offset out. At most one edge a frame of up to 60 ms: a second one is reported with
// the next frame.
class SpeechDetector {
 public:
  explicit SpeechDetector(VoiceSettings settings = {}, std::shared_ptr<const VoiceNetwork> network = nullptr);
  Heard hear(const AudioFrame& frame) noexcept;

  bool speaking() const { return state_ == State::speaking; }
  MediaTime speech_began() const { return began_; }       // of the running or last stretch of speech
  MediaTime last_voiced() const { return last_voiced_; }  // just behind the last voiced sample
  // Voiced time since onset, for barge-in.
  std::chrono::milliseconds voiced_for() const { return std::chrono::milliseconds{20 * voiced_windows_}; }
  float noise_floor_dbfs() const { return activity_.noise_floor_dbfs(); }
  float probability() const { return newest_; }  // of the network's last window; 0 without one

 private:
  enum class State { quiet, suspecting, speaking };

  void pass_over(std::int64_t until) noexcept;
  void hear_window(MediaTime starts_at, Heard& heard) noexcept;
  void ask_network(std::int16_t sample) noexcept;
  void listen_for_onset(MediaTime starts_at, bool voiced, Heard& heard) noexcept;
  void start(Heard& heard) noexcept;
  bool likely() const;  // a voice was there a moment ago
  bool sure() const { return !network_ || newest_ >= settings_.voice_from; }

  VoiceSettings settings_;
  VoiceActivity activity_;
  std::array<std::int16_t, VoiceActivity::kWindow> window_{};
  std::size_t window_used_ = 0;
  MediaTime window_starts_;
  std::int64_t expected_ = 0;  // where the next frame should start
  std::uint32_t recent_ = 0;   // one bit a window, newest lowest
  std::uint32_t unvoiced_run_ = 0;
  std::int64_t voiced_windows_ = 0;
  State state_ = State::quiet;
  std::uint32_t suspected_for_ = 0;  // windows
  bool distrusted_ = false;          // this noise was dismissed: only the network can make it a voice
  MediaTime began_;
  MediaTime last_voiced_;

  std::optional<VoiceProbability> network_;
  std::array<std::int16_t, VoiceProbability::kWindow> network_window_{};
  std::size_t network_used_ = 0;
  std::array<float, 16> probabilities_{};  // newest last asked for; a ring
  std::size_t asked_ = 0;
  float newest_ = 0;
};

}  // namespace parley
