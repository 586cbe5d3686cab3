// SPDX-License-Identifier: Apache-2.0
// Audio messages of docs/browser-protocol.md, and the two accounts that keep them honest. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "parley/core/time.hpp"

namespace parley {

constexpr std::size_t kAgentAudioHeader = 8;
constexpr std::chrono::milliseconds kLongestCallerMessage{250};

// How many samples a message of the caller holds; nullopt: an odd number of bytes, none, or more than 250 ms.
std::optional<std::size_t> caller_samples(std::string_view message, std::uint32_t rate);
// Little-endian bytes to samples; `out` has room for all of them.
void unpack_samples(std::string_view message, std::span<std::int16_t> out) noexcept;

// Generation, position, samples. `out` needs kAgentAudioHeader + 2 * samples.size() bytes; returns what was written.
std::string_view pack_agent_audio(std::uint32_t generation, std::uint32_t position,
                                  std::span<const std::int16_t> samples, std::span<char> out) noexcept;

// Whether the caller's audio comes about as fast as time passes.
class PaceWatch {
 public:
  enum class Verdict : std::uint8_t { taken, dropped, hopeless };

  PaceWatch(std::uint32_t rate, Instant start) : rate_(rate), last_(start) {}
  Verdict offer(std::size_t samples, Instant now) noexcept;

 private:
  static constexpr double kTakenAhead = 1.0;      // seconds
  static constexpr double kHopelessAhead = 3.0;   // seconds
  static constexpr double kFurthestBehind = 5.0;  // a link that stood still may catch up by so much

  double rate_;
  Instant last_;
  double ahead_ = 0;  // seconds of audio beyond the time that has passed, with what was dropped
};

// What was sent to the client and what its loudspeaker has played, in samples of the call.
class PlayedAccount {
 public:
  std::uint32_t generation() const { return generation_; }
  std::uint32_t sent() const { return sent_; }
  std::uint32_t unheard() const { return sent_ - played_; }
  // Sent since the client last told that it plays anything; a clear() does not make up for that.
  std::uint32_t untold() const { return untold_; }

  void send(std::size_t samples) {
    sent_ += static_cast<std::uint32_t>(samples);
    untold_ += static_cast<std::uint32_t>(samples);
  }
  // Nothing of before will be played.
  void clear() {
    ++generation_;
    played_ = sent_;
  }
  // False: the position falls, lies beyond what was sent, or the generation is yet to come. One that is over is
  // ignored.
  bool acknowledge(std::uint32_t generation, std::uint32_t position);

 private:
  std::uint32_t generation_ = 1;
  std::uint32_t sent_ = 0;
  std::uint32_t played_ = 0;
  std::uint32_t untold_ = 0;
};

}  // namespace parley
