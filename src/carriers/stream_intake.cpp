// SPDX-License-Identifier: Apache-2.0
#include "stream_intake.hpp"

#include <algorithm>

#include "parley/media/g711.hpp"

namespace parley {

StreamIntake::StreamIntake() : samples_(2 * kLongestPiece + static_cast<std::size_t>(kLongestGap)) {}

StreamIntake::Taken StreamIntake::put(std::optional<std::uint64_t> chunk, std::optional<std::uint64_t> timestamp_ms,
                                      std::span<const std::uint8_t> mu_law) noexcept {
  if (mu_law.size() > kLongestPiece) return Taken::too_long;
  if (chunk && chunk_) {
    const bool late = *chunk <= *chunk_;
    if (late || *chunk - *chunk_ > kLargestJump) {
      if (!counts_anew(*chunk)) return late ? Taken::late : Taken::wild;
      expected_.reset();
    } else {
      lost_ += *chunk - *chunk_ - 1;
    }
    strays_ = 0;
  }
  if (chunk) chunk_ = chunk;
  // What is left of the last piece moves to the front, so that there is room for a gap and this piece.
  std::copy(samples_.begin() + static_cast<std::ptrdiff_t>(begin_),
            samples_.begin() + static_cast<std::ptrdiff_t>(end_), samples_.begin());
  end_ -= begin_;
  begin_ = silent_from_ = silent_to_ = 0;
  if (end_ > kLongestPiece) end_ = 0;  // nobody took frames; the oldest go

  const auto length = static_cast<std::int64_t>(mu_law.size());
  if (timestamp_ms && *timestamp_ms < (1ULL << 40U)) {
    const auto at = static_cast<std::int64_t>(*timestamp_ms) * 8;
    if (expected_) silence(std::min(at - *expected_, kLongestGap) - rested_);
    expected_ = std::max(at, expected_.value_or(at)) + length;
  } else if (expected_) {
    *expected_ += length;
  }
  rested_ = 0;
  end_ += g711_decode(G711Law::mu_law, mu_law, std::span(samples_).subspan(end_));
  return Taken::taken;
}

// One wild number, at first or later, must not make everything after it late: strays that follow one another are right.
bool StreamIntake::counts_anew(std::uint64_t chunk) noexcept {
  strays_ = strays_ > 0 && chunk == stray_ + 1 ? strays_ + 1 : 1;
  stray_ = chunk;
  return strays_ >= kStraysInARow;
}

// Timestamps count milliseconds, and pieces need not be whole ones: less than a frame is no gap.
void StreamIntake::silence(std::int64_t samples) noexcept {
  if (samples < static_cast<std::int64_t>(kFrame)) return;
  silent_from_ = end_;
  end_ += static_cast<std::size_t>(samples);
  silent_to_ = end_;
  std::fill(samples_.begin() + static_cast<std::ptrdiff_t>(silent_from_),
            samples_.begin() + static_cast<std::ptrdiff_t>(silent_to_), static_cast<std::int16_t>(0));
}

void StreamIntake::rest() noexcept {
  if (end_ + kFrame > samples_.size()) {
    begin_ = end_ = 0;
  }
  if (silent_to_ != end_ || silent_from_ == silent_to_) silent_from_ = end_;
  silent_to_ = end_ + kFrame;
  std::fill_n(samples_.begin() + static_cast<std::ptrdiff_t>(end_), kFrame, static_cast<std::int16_t>(0));
  end_ += kFrame;
  rested_ += static_cast<std::int64_t>(kFrame);
}

const AudioFrame* StreamIntake::take() noexcept {
  if (end_ - begin_ < kFrame) return nullptr;
  std::copy_n(samples_.begin() + static_cast<std::ptrdiff_t>(begin_), kFrame, frame_.samples.begin());
  frame_.count = kFrame;
  frame_.rate = SampleRate::hz_8000;
  frame_.starts_at = MediaTime{position_, SampleRate::hz_8000};
  frame_.concealed = begin_ >= silent_from_ && begin_ + kFrame <= silent_to_;
  if (frame_.concealed) ++concealed_;
  begin_ += kFrame;
  position_ += static_cast<std::int64_t>(kFrame);
  return &frame_;
}

}  // namespace parley
