// SPDX-License-Identifier: Apache-2.0
#include "parley/media/playout.hpp"

#include <algorithm>

namespace parley {
namespace {

constexpr std::size_t kFrame = 160;

}  // namespace

Playout::Playout(std::chrono::milliseconds capacity)
    : ring_(std::max(kFrame, static_cast<std::size_t>(samples_in(capacity, SampleRate::hz_8000)))) {
  for (auto& utterance : utterances_) utterance.marks.reserve(64);
}

UtteranceId Playout::begin(TurnId turn) {
  if (turn < newest_ || next_number_ - first_open_ >= kRemembered) return UtteranceId{};
  // Turns in the ring never fall, so that an interruption takes away its front.
  if (!idle() && turn < slot(next_number_ - 1).turn) return UtteranceId{};
  const std::uint32_t number = next_number_++;
  Utterance& utterance = slot(number);
  utterance.state = UtteranceState::queued;
  utterance.number = number;
  utterance.turn = turn;
  utterance.ended = false;
  utterance.offered = 0;
  utterance.played = 0;
  utterance.marks.clear();
  return UtteranceId{number};
}

const Playout::Utterance* Playout::find(UtteranceId utterance) const {
  const Utterance& kept = utterances_[utterance.value % kRemembered];
  return utterance.value != 0 && kept.number == utterance.value ? &kept : nullptr;
}

bool Playout::live(UtteranceId utterance) const {
  const Utterance* kept = find(utterance);
  return kept != nullptr && (kept->state == UtteranceState::queued || kept->state == UtteranceState::playing);
}

bool Playout::open_for(UtteranceId utterance) const {
  return live(utterance) && utterance.value + 1 == next_number_ && !find(utterance)->ended;
}

std::size_t Playout::offer(UtteranceId utterance, std::span<const std::int16_t> samples) {
  if (!open_for(utterance)) return 0;
  const std::size_t count = std::min(samples.size(), room());
  const std::size_t tail = (head_ + used_) % ring_.size();
  const std::size_t first = std::min(count, ring_.size() - tail);
  std::copy_n(samples.begin(), first, ring_.begin() + static_cast<std::ptrdiff_t>(tail));
  std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(first), count - first, ring_.begin());
  used_ += count;
  slot(utterance.value).offered += static_cast<std::int64_t>(count);
  return count;
}

void Playout::mark(UtteranceId utterance, SpokenMark mark) {
  if (open_for(utterance)) slot(utterance.value).marks.push_back(mark);
}

void Playout::end(UtteranceId utterance) {
  if (live(utterance)) slot(utterance.value).ended = true;
}

Pulled Playout::next(AudioFrame& frame) noexcept {
  Pulled pulled;
  if (paused_ || idle()) return pulled;
  Utterance& utterance = slot(first_open_);
  pulled.utterance = UtteranceId{utterance.number};
  const auto waiting = static_cast<std::size_t>(utterance.offered - utterance.played);
  // Half a frame in the middle of a word would be two clicks: the producer is behind, so wait for it.
  if (!utterance.ended && waiting < kFrame) return pulled;

  const std::size_t count = std::min(waiting, kFrame);
  pulled.audio = count > 0;
  pulled.started = pulled.audio && utterance.state == UtteranceState::queued;
  pulled.finished = utterance.ended && count == waiting;
  if (pulled.audio) copy_out(count, utterance.turn, frame);
  utterance.played += static_cast<std::int64_t>(count);
  utterance.state = UtteranceState::playing;
  if (pulled.finished) {
    utterance.state = UtteranceState::finished;
    ++first_open_;
  }
  return pulled;
}

void Playout::copy_out(std::size_t count, TurnId turn, AudioFrame& frame) noexcept {
  frame.rate = SampleRate::hz_8000;
  frame.count = kFrame;
  frame.starts_at = played();
  frame.turn = turn;
  frame.concealed = false;
  const std::size_t first = std::min(count, ring_.size() - head_);
  std::copy_n(ring_.begin() + static_cast<std::ptrdiff_t>(head_), first, frame.samples.begin());
  std::copy_n(ring_.begin(), count - first, frame.samples.begin() + static_cast<std::ptrdiff_t>(first));
  std::fill_n(frame.samples.begin() + static_cast<std::ptrdiff_t>(count), kFrame - count, std::int16_t{0});
  forget(count);
  played_ += static_cast<std::int64_t>(count);
}

void Playout::forget(std::size_t count) noexcept {
  head_ = (head_ + count) % ring_.size();
  used_ -= count;
}

void Playout::interrupt(TurnId newest) {
  newest_ = std::max(newest_, newest);
  while (!idle() && slot(first_open_).turn < newest_) {
    Utterance& utterance = slot(first_open_++);
    utterance.state = UtteranceState::interrupted;
    forget(static_cast<std::size_t>(utterance.offered - utterance.played));
  }
}

HeardSoFar Playout::heard(UtteranceId utterance, std::int64_t unheard) const {
  const Utterance* kept = find(utterance);
  if (kept == nullptr) return {};
  HeardSoFar heard{kept->state, std::max<std::int64_t>(0, kept->played - unheard), 0};
  for (const SpokenMark& mark : kept->marks) {
    if (mark.sample_end > heard.samples) break;
    heard.text_end = mark.text_end;
  }
  return heard;
}

}  // namespace parley
