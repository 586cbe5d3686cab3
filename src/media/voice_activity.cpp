// SPDX-License-Identifier: Apache-2.0
#include "parley/media/voice_activity.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace parley {
namespace {

constexpr float kSilenceDbfs = -96.0F;
constexpr std::uint32_t kStretchWindows = 20;
// Half-way between one window and a mean: single quiet windows inside speech do not become the floor.
constexpr float kFloorSmoothing = 0.5F;
// The peak follows voiced windows within a syllable or two and forgets 3 dB a second of speech.
constexpr float kPeakAttack = 0.25F;
constexpr float kPeakDecayDb = 0.06F;
constexpr float kFirstPeakDbfs = -35.0F;
// Pole of the DC blocker: 65 Hz at 8 kHz, below every voice, above rumble and offset.
constexpr float kBlockerPole = 0.95F;

}  // namespace

VoiceActivity::VoiceActivity(VoiceSettings settings)
    : settings_(settings),
      running_minimum_(settings.loudest_floor_dbfs),
      smoothed_(kSilenceDbfs),
      floor_dbfs_(settings.loudest_floor_dbfs),
      peak_dbfs_(kFirstPeakDbfs) {
  stretch_minima_.fill(settings.loudest_floor_dbfs);
}

float VoiceActivity::level_of(std::span<const std::int16_t> window) noexcept {
  double energy = 0;
  for (const std::int16_t sample : window) {
    const auto in = static_cast<float>(sample);
    blocked_out_ = in - blocked_in_ + kBlockerPole * blocked_out_;
    blocked_in_ = in;
    energy += static_cast<double>(blocked_out_) * static_cast<double>(blocked_out_);
  }
  if (window.empty() || energy <= 0) return kSilenceDbfs;
  const double mean = energy / static_cast<double>(window.size()) / (32768.0 * 32768.0);
  return std::max(kSilenceDbfs, static_cast<float>(10.0 * std::log10(mean)));
}

FrameVoice VoiceActivity::hear(std::span<const std::int16_t> window) noexcept {
  const float level = level_of(window);
  track_floor(level);
  const float part_way = floor_dbfs_ + settings_.share_of_range * (peak_dbfs_ - floor_dbfs_);
  const float threshold =
      std::max({floor_dbfs_ + settings_.above_floor_db, std::min(part_way, peak_dbfs_ - settings_.nearest_peak_db),
                settings_.quietest_voice_dbfs});
  const bool voiced = level > threshold;
  if (voiced) track_peak(level);
  return {voiced, level};
}

void VoiceActivity::track_floor(float level) noexcept {
  smoothed_ = started_ ? smoothed_ + kFloorSmoothing * (level - smoothed_) : level;
  started_ = true;
  running_minimum_ = std::min(running_minimum_, smoothed_);
  if (++in_stretch_ == kStretchWindows) {
    stretch_minima_[stretch_] = running_minimum_;
    stretch_ = (stretch_ + 1) % kStretches;
    in_stretch_ = 0;
    running_minimum_ = settings_.loudest_floor_dbfs;
  }
  floor_dbfs_ = std::min(running_minimum_, *std::min_element(stretch_minima_.begin(), stretch_minima_.end()));
}

void VoiceActivity::track_peak(float level) noexcept {
  if (level > peak_dbfs_)
    peak_dbfs_ += kPeakAttack * (level - peak_dbfs_);
  else
    peak_dbfs_ -= kPeakDecayDb;
}

SpeechDetector::SpeechDetector(VoiceSettings settings, std::shared_ptr<const VoiceNetwork> network)
    : settings_(settings), activity_(settings) {
  if (network) network_.emplace(std::move(network));
}

Heard SpeechDetector::hear(const AudioFrame& frame) noexcept {
  Heard heard;
  std::int64_t at = frame.starts_at.samples;
  pass_over(at);
  for (const std::int16_t sample : frame.used()) {
    if (network_) ask_network(sample);
    if (window_used_ == 0) window_starts_ = {at, frame.starts_at.rate};
    window_[window_used_++] = sample;
    ++at;
    if (window_used_ < window_.size()) continue;
    window_used_ = 0;
    hear_window(window_starts_, heard);
  }
  expected_ = at;
  heard.speaking = speaking();
  return heard;
}

// Time in which nothing was sent counts as unvoiced.
void SpeechDetector::pass_over(std::int64_t until) noexcept {
  if (until == expected_) return;
  window_used_ = 0;
  network_used_ = 0;
  const std::int64_t windows = (until - expected_) / static_cast<std::int64_t>(VoiceActivity::kWindow);
  if (windows <= 0) return;
  recent_ = windows < 32 ? recent_ << static_cast<unsigned>(windows) : 0;
  unvoiced_run_ += static_cast<std::uint32_t>(std::min<std::int64_t>(windows, 1000));
  constexpr std::int64_t kAnotherMoment = 50;  // windows: a second
  if (network_ && windows >= kAnotherMoment) network_->restart();
}

void SpeechDetector::ask_network(std::int16_t sample) noexcept {
  network_window_[network_used_++] = sample;
  if (network_used_ < network_window_.size()) return;
  network_used_ = 0;
  newest_ = network_->hear(network_window_);
  probabilities_[asked_++ % probabilities_.size()] = newest_;
}

bool SpeechDetector::likely() const {
  if (!network_) return true;
  const auto newest = std::min<std::size_t>({settings_.voice_memory, probabilities_.size(), asked_});
  for (std::size_t back = 1; back <= newest; ++back) {
    if (probabilities_[(asked_ - back) % probabilities_.size()] >= settings_.voice_above) return true;
  }
  return false;
}

void SpeechDetector::hear_window(MediaTime starts_at, Heard& heard) noexcept {
  constexpr auto kWindow = static_cast<std::int64_t>(VoiceActivity::kWindow);
  const FrameVoice voice = activity_.hear(window_);
  const bool voiced = voice.voiced && (state_ != State::speaking || likely());
  heard.voiced = heard.voiced || voiced;
  heard.level_dbfs = std::max(heard.level_dbfs, voice.level_dbfs);
  recent_ = recent_ << 1U | (voiced ? 1U : 0U);
  // A lone loud window after a pause is a click or a clatter: it neither ends a pause nor holds an end up.
  const bool confirmed = voiced && std::popcount(recent_ & 7U) >= 2;
  unvoiced_run_ = confirmed ? 0 : unvoiced_run_ + 1;
  if (voiced) ++voiced_windows_;
  if (confirmed) last_voiced_ = {starts_at.samples + kWindow, starts_at.rate};

  switch (state_) {
    case State::quiet:
      if (unvoiced_run_ >= settings_.hangover_windows) distrusted_ = false;
      listen_for_onset(starts_at, voiced, heard);
      break;
    case State::suspecting:
      ++suspected_for_;
      if (sure()) {
        start(heard);
      } else if (suspected_for_ >= settings_.longest_suspicion || unvoiced_run_ >= settings_.hangover_windows) {
        state_ = State::quiet;
        distrusted_ = true;
        heard.edge = SpeechEdge::dismissal;
        heard.edge_at = last_voiced_;
      }
      break;
    case State::speaking:
      if (unvoiced_run_ < settings_.hangover_windows) break;
      state_ = State::quiet;
      distrusted_ = voice.voiced;  // the voice has ended, the noise goes on
      recent_ = 0;
      heard.edge = SpeechEdge::offset;
      heard.edge_at = last_voiced_;
      break;
  }
}

void SpeechDetector::listen_for_onset(MediaTime starts_at, bool voiced, Heard& heard) noexcept {
  const std::uint32_t among = recent_ & ((1U << settings_.onset_among) - 1U);
  if (!voiced || std::popcount(among) < static_cast<int>(settings_.onset_windows)) return;
  if (distrusted_ && !sure()) return;
  const auto back = static_cast<std::int64_t>(std::bit_width(among)) - 1;  // windows since the oldest voiced one
  began_ = {starts_at.samples - back * static_cast<std::int64_t>(VoiceActivity::kWindow), starts_at.rate};
  voiced_windows_ = std::popcount(among);
  if (sure()) return start(heard);
  state_ = State::suspecting;
  suspected_for_ = 0;
  heard.edge = SpeechEdge::trigger;
  heard.edge_at = began_;
}

void SpeechDetector::start(Heard& heard) noexcept {
  state_ = State::speaking;
  distrusted_ = false;
  heard.edge = SpeechEdge::onset;
  heard.edge_at = began_;
}

}  // namespace parley
