// SPDX-License-Identifier: Apache-2.0
// From a carrier's pieces of mu-law, of any length, to frames of 20 ms in order. Pure; never allocates after it was
// made.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "parley/core/audio_frame.hpp"

namespace parley {

class StreamIntake {
 public:
  static constexpr std::size_t kFrame = 160;
  static constexpr std::size_t kLongestPiece = 8000;   // bytes: a second
  static constexpr std::int64_t kLongestGap = 8000;    // samples that silence stands in for
  static constexpr std::uint64_t kLargestJump = 1500;  // chunks: half a minute; more is no number of this stream

  static constexpr int kStraysInARow = 5;  // then the carrier has begun to count anew

  enum class Taken { taken, late, wild, too_long };

  StreamIntake();

  // `chunk` and `timestamp_ms` where the carrier says them: a chunk that came already or comes after a later one is
  // late; what is missing by the timestamps becomes silence.
  Taken put(std::optional<std::uint64_t> chunk, std::optional<std::uint64_t> timestamp_ms,
            std::span<const std::uint8_t> mu_law) noexcept;
  // 20 ms of silence because nothing came: ears count time in samples.
  void rest() noexcept;
  // The next full frame; nullptr: none. Good until the next call.
  const AudioFrame* take() noexcept;

  std::uint64_t lost() const { return lost_; }            // chunks
  std::uint64_t concealed() const { return concealed_; }  // frames

 private:
  void silence(std::int64_t samples) noexcept;
  bool counts_anew(std::uint64_t chunk) noexcept;

  std::vector<std::int16_t> samples_;  // [begin_, end_) waits
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t silent_from_ = 0;  // within samples_; one gap at a time
  std::size_t silent_to_ = 0;
  std::int64_t position_ = 0;  // of the next frame
  std::optional<std::uint64_t> chunk_;
  std::uint64_t stray_ = 0;  // the newest chunk that was out of order, and how many of them followed one another
  int strays_ = 0;
  std::optional<std::int64_t> expected_;  // timestamp, in samples, of what comes next
  std::int64_t rested_ = 0;               // samples of silence that the next gap is made of already
  std::uint64_t lost_ = 0;
  std::uint64_t concealed_ = 0;
  AudioFrame frame_;
};

}  // namespace parley
