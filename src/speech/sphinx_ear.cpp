// SPDX-License-Identifier: Apache-2.0
#include "sphinx_ear.hpp"

#include <algorithm>
#include <stdexcept>

namespace parley {

namespace {

// Average of cepstra of real people on 8 kHz lines (free-spoken-digit-dataset, 6 speakers, through our front end).
constexpr Cepstrum kPhoneMean = {40.6F,  9.7F, -18.2F, 19.8F, -7.1F, -9.8F, 5.0F,
                                 -20.6F, 9.5F, -9.2F,  -2.5F, 0.9F,  -5.5F};
constexpr double kPriorFrames = 25;    // how much that average counts against the caller's own speech
constexpr double kCallerFrames = 100;  // and what the caller said before against what is said now

constexpr std::size_t kFramesBetweenPartials = 10;  // 100 ms
constexpr int kQuietForPartial = 4;                 // blocks of 10 ms
constexpr int kQuietToSettle = 12;
constexpr std::size_t kMostMarks = 64;
// 700 ms survive a discard: voice detection is sure up to 300 ms after a word began, and the word must not be clipped.
constexpr std::int64_t kKeptSamples = 5600;

}  // namespace

SphinxEar::SphinxEar(std::size_t backlog_samples, ModelSource models, const Clock& clock, EarMeters meters,
                     UtteranceLimits limits)
    : limits_(limits),
      models_(std::move(models)),
      clock_(clock),
      meters_(meters),
      ring_(backlog_samples),
      mean_(kPhoneMean, kPriorFrames) {
  marks_.reserve(kMostMarks);
}

void SphinxEar::hear(const AudioFrame& frame) noexcept {
  const auto samples = frame.used();
  if (frame.rate != SampleRate::hz_8000 || samples.size() > ring_.size()) {
    drop(samples.size());
    return;
  }
  std::scoped_lock lock(mutex_);
  // A jump of the stream's clock; when too many wait, times are off until the next one, nothing else.
  const auto base = frame.starts_at.samples - written_;
  if (base != base_ && marks_.size() < kMostMarks) {
    base_ = base;
    marks_.push_back({Mark::Kind::rebase, written_, base, {}, nullptr});
  }
  for (auto sample : samples) ring_[static_cast<std::size_t>(written_++ % std::ssize(ring_))] = sample;
  const auto overrun = written_ - read_ - std::ssize(ring_);
  if (overrun > 0) {
    read_ += overrun;
    drop(static_cast<std::uint64_t>(overrun));
  }
}

void SphinxEar::drop(std::uint64_t samples) noexcept {
  dropped_.fetch_add(samples, std::memory_order_relaxed);
  if (meters_.dropped_samples) meters_.dropped_samples->add(samples);
}

void SphinxEar::mark(Mark what) {
  std::scoped_lock lock(mutex_);
  what.at = written_;
  marks_.push_back(std::move(what));
}

std::uint32_t SphinxEar::end_utterance() {
  mark({Mark::Kind::end, 0, 0, clock_.now(), nullptr});
  return ++ended_;
}

void SphinxEar::discard_utterance() { mark({Mark::Kind::discard, 0, 0, {}, nullptr}); }

void SphinxEar::expect(HearingContext context) {
  mark({Mark::Kind::expect, 0, 0, {}, std::make_shared<const HearingContext>(std::move(context))});
}

void SphinxEar::close() {
  std::scoped_lock lock(mutex_);
  closed_ = true;
}

SphinxEar::Piece SphinxEar::take_piece() {
  std::scoped_lock lock(mutex_);
  Piece piece;
  piece.closed = closed_;
  auto until = written_;
  if (!marks_.empty()) {
    if (marks_.front().at <= read_) {
      piece.mark = std::move(marks_.front());
      marks_.erase(marks_.begin());
    } else {
      until = marks_.front().at;
    }
  }
  if (piece.closed || piece.mark) return piece;
  piece.samples = static_cast<std::size_t>(std::min<std::int64_t>(until - read_, std::ssize(piece_)));
  heard_ = read_;  // what was dropped is skipped
  for (std::size_t i = 0; i < piece.samples; ++i) {
    piece_[i] = ring_[static_cast<std::size_t>(read_++ % std::ssize(ring_))];
  }
  return piece;
}

bool SphinxEar::work() noexcept {
  try {
    auto piece = take_piece();
    if (piece.closed) {
      release();
      return false;
    }
    if (piece.mark) obey(*piece.mark);
    if (piece.samples > 0) decode(std::span(piece_).first(piece.samples));
    return piece.mark || piece.samples > 0;
  } catch (const std::exception& problem) {
    release();
    close();
    box_.lose({Fault::unavailable, std::string("speech recognition failed: ") + problem.what()});
    return false;
  }
}

void SphinxEar::release() {
  if (live_) model_->give_back(std::move(live_));
  front_end_.reset();
}

void SphinxEar::obey(const Mark& mark) {
  switch (mark.kind) {
    case Mark::Kind::rebase:
      media_base_ = mark.base;
      break;
    case Mark::Kind::end:
      finish_utterance(mark);
      break;
    case Mark::Kind::discard:
      discard_all_but_newest();
      break;
    case Mark::Kind::expect:
      // What was said so far is searched again with the new model.
      followed_ = reported_ = settled_frames_ = 0;
      settled_.reset();
      if (live_) model_->give_back(std::move(live_));
      model_ = models_(*mark.context);
      break;
  }
}

void SphinxEar::decode(std::span<const std::int16_t> samples) {
  if (!model_) model_ = models_(HearingContext{});
  if (!front_end_) front_end_ = std::make_unique<SphinxFrontEnd>(model_->parameters());
  pause_.hear(samples);
  front_end_->skip(heard_ - front_end_->heard());
  front_end_->hear(samples, voiced_);
  heard_ += std::ssize(samples);
  follow();
  if (voiced_.empty()) return;
  const bool settled = settled_ && pause_.quiet() > 0;
  if (!settled && pause_.quiet() >= kQuietToSettle && settled_frames_ < voiced_.size()) {
    settle();
    report_partial();
    if (voiced_.size() >= limits_.cut_at_pause) cut_settled();
  } else if (!settled && (voiced_.size() >= reported_ + kFramesBetweenPartials ||
                          (pause_.quiet() >= kQuietForPartial && reported_quiet_ < kQuietForPartial))) {
    report_partial();
  }
  reported_quiet_ = pause_.quiet();
  if (voiced_.size() < limits_.cut_anyway) return;
  settle();
  report_partial();
  cut_settled();
}

// Gives new frames to the live search. Speech after a pause makes what was settled there stale.
void SphinxEar::follow() {
  if (followed_ == voiced_.size()) return;
  if (!live_) live_ = model_->borrow(SphinxPass::live);
  if (followed_ == 0) live_->start();
  if (pause_.quiet() == 0) settled_.reset();
  std::vector<Cepstrum> fresh;
  for (; followed_ < voiced_.size(); ++followed_) fresh.push_back(voiced_[followed_].cepstrum);
  for (; averaged_ < voiced_.size(); ++averaged_) mean_.add(voiced_[averaged_].cepstrum);
  const auto mean = mean_.mean();
  for (auto& frame : fresh) frame = without(frame, mean);
  live_->hear(fresh);
}

void SphinxEar::settle() {
  std::vector<Cepstrum> all;
  const auto mean = mean_.mean();
  for (const auto& frame : voiced_) all.push_back(without(frame.cepstrum, mean));
  auto decoder = model_->borrow(SphinxPass::settled);
  decoder->start();
  decoder->hear(all);
  settled_ = decoder->finish();
  settled_frames_ = voiced_.size();
  model_->give_back(std::move(decoder));
}

void SphinxEar::report_partial() {
  reported_ = voiced_.size();
  const bool settled = settled_.has_value();
  auto partial = transcript(settled ? *settled_ : live_->partial(), settled, false);
  // A settled search tells anew how sure it is, also of the same words.
  const bool surer = settled && !reported_settled_;
  if (partial.text.empty() || (partial.text == reported_text_ && !surer)) return;
  reported_text_ = partial.text;
  reported_settled_ = settled;
  box_.put(std::move(partial));
}

void SphinxEar::finish_utterance(const Mark& end) {
  if (!settled_ && !voiced_.empty()) settle();
  auto final = transcript(settled_ ? *settled_ : Decoded{}, true, true);
  forget_utterance();
  ++utterance_;
  if (meters_.final_seconds) {
    meters_.final_seconds->observe(std::chrono::duration<double>(clock_.now() - end.asked).count());
  }
  box_.put(std::move(final));
}

void SphinxEar::forget_utterance() {
  voiced_.clear();
  followed_ = averaged_ = reported_ = settled_frames_ = 0;
  reported_text_.clear();
  reported_settled_ = false;
  settled_.reset();
  earlier_.clear();
  earlier_confidence_ = 0;
  pause_.restart();
  mean_.fade_to(kCallerFrames);
  // The search itself is lent to whoever speaks next.
  if (live_) model_->give_back(std::move(live_));
}

void SphinxEar::discard_all_but_newest() {
  const auto oldest = heard_ - kKeptSamples;
  auto first = std::find_if(voiced_.begin(), voiced_.end(), [&](const auto& frame) { return frame.ends_at > oldest; });
  std::vector<VoicedFrame> kept(first, voiced_.end());
  forget_utterance();
  voiced_ = std::move(kept);
  averaged_ = voiced_.size();  // they are in the mean
}

void SphinxEar::cut_settled() {
  const auto evidence = evidence_of(*settled_, true);
  auto words = words_of(*settled_, evidence);
  const auto confidence = confidence_of(evidence);
  auto text = std::move(reported_text_);
  forget_utterance();
  earlier_ = std::move(words);
  earlier_confidence_ = confidence;
  reported_text_ = std::move(text);
}

// Of several parts of a long utterance, the least certain one's; a search is always sure of silence.
double SphinxEar::confidence_of(std::span<const WordEvidence> evidence) const {
  if (evidence.empty()) return earlier_confidence_;
  const auto confidence = utterance_confidence(evidence);
  return earlier_.empty() ? confidence : std::min(earlier_confidence_, confidence);
}

std::vector<WordEvidence> SphinxEar::evidence_of(const Decoded& decoded, bool settled) const {
  std::vector<WordEvidence> evidence;
  std::vector<std::string> texts;
  for (const auto& word : decoded.words) texts.push_back(word.text);
  const auto surprises = model_ ? model_->surprise(texts) : std::vector<double>(texts.size(), 1.0);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    evidence.push_back({std::nullopt, surprises[i]});
    if (settled) evidence.back().posterior = decoded.words[i].confidence;
  }
  return evidence;
}

MediaTime SphinxEar::position(std::int64_t sample) const { return {sample + media_base_, SampleRate::hz_8000}; }

std::vector<HeardWord> SphinxEar::words_of(const Decoded& decoded, std::span<const WordEvidence> evidence) const {
  auto words = earlier_;
  auto at = [&](int frame) {
    return voiced_[std::min(static_cast<std::size_t>(std::max(frame, 0)), voiced_.size() - 1)].ends_at;
  };
  for (std::size_t i = 0; i < decoded.words.size(); ++i) {
    const auto& word = decoded.words[i];
    words.push_back(
        {word.text, position(at(word.first_frame) - 80), position(at(word.last_frame)), word_confidence(evidence[i])});
  }
  return words;
}

Transcript SphinxEar::transcript(const Decoded& decoded, bool settled, bool final) const {
  Transcript out;
  out.utterance = utterance_;
  out.final = final;
  const auto evidence = evidence_of(decoded, settled);
  auto words = words_of(decoded, evidence);
  std::vector<std::string> texts;
  for (const auto& word : words) {
    if (!out.text.empty()) out.text += ' ';
    out.text += word.text;
    texts.push_back(word.text);
  }
  out.confidence = confidence_of(evidence);
  out.completeness = model_ ? model_->completeness(texts) : 0;
  out.heard_until = position(heard_);
  if (settled) out.words = std::move(words);
  return out;
}

}  // namespace parley
